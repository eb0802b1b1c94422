/** Does a CI service run us? GitHub, GitLab, CircleCI, Buildkite and most others set `CI`. */
export function isOnCi({ CI: ci }: Readonly<Record<string, string | undefined>>): boolean {
  return ci !== undefined && !['', '0', 'false'].includes(ci.toLowerCase());
}
