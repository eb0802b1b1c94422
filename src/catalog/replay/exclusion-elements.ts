import { renameColumnInText } from './expression-text.ts';

/** `room with =` after a column of it has got another name; the operator stays. */
export function renameInElement(element: string, from: string, to: string): string {
  const operator = /\s+with\s+\S+$/i.exec(element);
  if (operator === null) return renameColumnInText(element, from, to);
  return renameColumnInText(element.slice(0, operator.index), from, to) + element.slice(operator.index);
}
