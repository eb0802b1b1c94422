/** Does an element stand bare in the literal of an array? https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
export function needsNoQuotes(element: string): boolean {
  return element !== '' && !/["\\{},\s]/.test(element) && element.toUpperCase() !== 'NULL';
}
