import { resolve } from 'node:path';
import type { Intake } from '../intake/take-in.ts';
import { lineMap } from '../text/line-map.ts';
import type { Origin } from '../text/span.ts';
import { pathUnder } from './path-under.ts';

/** Says a place as the user sees it: path from the working directory, line and column. */
export function placeIn({ root, textOf }: Intake, cwd: string): (origin: Origin) => string {
  return ({ file, span }) => {
    const { line, column } = lineMap(textOf(file) ?? '').positionAt(span.start);
    return `${pathUnder(cwd, resolve(root, file))}:${line}:${column}`;
  };
}
