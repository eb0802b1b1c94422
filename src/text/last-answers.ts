/** An answer that is kept with the key, if it was worked out of the same things before. */
export type LastAnswers<Key extends object, Answer> = (key: Key, of: readonly unknown[], answer: () => Answer) => Answer;

/**
 * Keeps the last answers with each key, for as long as the key is there, with what they were worked out of: values that
 * are the same by identity. `of` must hold everything that the answer rests on, besides the key.
 */
export function lastAnswers<Key extends object, Answer>(most: number): LastAnswers<Key, Answer> {
  const known = new WeakMap<Key, readonly { readonly of: readonly unknown[]; readonly answer: Answer }[]>();
  return (key, of, answer) => {
    const before = known.get(key) ?? [];
    const found = before.find((each) => sameElements(each.of, of)) ?? { of, answer: answer() };
    if (before[0] !== found) known.set(key, [found, ...before.filter((each) => each !== found)].slice(0, most));
    return found.answer;
  };
}

/** Are two lists the same values in the same order? */
export function sameElements(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left === right || (left.length === right.length && left.every((each, place) => Object.is(each, right[place])));
}
