import type { Texts } from '../text/texts.ts';

/** Texts that remember what was asked of them. */
export interface Answers {
  readonly texts: Texts;
  /** Would everything be answered as it was? */
  readonly holds: () => boolean;
  /** Paths that were read, or asked a stamp of, there or not. */
  readonly wasRead: (path: string) => boolean;
  /** Whether an answer would be another one if a file came to be there. */
  readonly wouldNotice: (path: string) => boolean;
}

/**
 * Notes every answer that texts give, so that what was made of them can be kept for as long as the answers are the same.
 * Nothing has to say what it depends on.
 */
export function rememberedAnswers(texts: Texts): Answers {
  const reads = new Map<string, string | null>();
  const lists = new Map<string, readonly string[]>();
  const found = new Map<string, boolean>();
  const stamps = new Map<string, unknown>();
  return {
    texts: {
      list: (folder) => noted(lists, folder, texts.list(folder)),
      read: (path) => noted(reads, path, texts.read(path)),
      exists: (path) => noted(found, path, texts.exists(path)),
      ...(texts.skim === undefined || texts.stamp === undefined ? {} : { skim: (path) => {
        noted(stamps, path, texts.stamp?.(path));
        return texts.skim?.(path) ?? null;
      } }),
      ...(texts.stamp === undefined ? {} : { stamp: (path) => noted(stamps, path, texts.stamp?.(path)) }),
    },
    holds: () => every(found, (path, was) => texts.exists(path) === was)
      && every(reads, (path, text) => texts.read(path) === text)
      && every(stamps, (path, stamp) => texts.stamp?.(path) === stamp)
      && every(lists, (folder, files) => sameFiles(texts.list(folder), files)),
    wasRead: (path) => reads.has(path) || stamps.has(path),
    wouldNotice: (path) => reads.get(path) === null || found.get(path) === false || [...lists.keys()].some((folder) => isUnder(folder, path)),
  };
}

/** The first answer counts: what was made of it must hold. */
function noted<Answer>(answers: Map<string, Answer>, question: string, answer: Answer): Answer {
  if (!answers.has(question)) answers.set(question, answer);
  return answer;
}

function every<Answer>(answers: ReadonlyMap<string, Answer>, holds: (question: string, answer: Answer) => boolean): boolean {
  for (const [question, answer] of answers) if (!holds(question, answer)) return false;
  return true;
}

function sameFiles(left: readonly string[], right: readonly string[]): boolean {
  return left === right || (left.length === right.length && left.every((file, place) => file === right[place]));
}

function isUnder(folder: string, path: string): boolean {
  return folder === '' || folder === '.' || path.startsWith(`${folder}/`);
}
