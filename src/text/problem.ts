/** Something about the user's set-up that stops the work: one line, a hint, exit 2. Not a finding, and not our bug. */
export class Problem extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'Problem';
    this.hint = hint;
  }
}
