import type { Node } from 'libpg-query';

/** The nodes of Postgres's parse tree by kind: `{ CreateStmt: { … } }` is the entry `CreateStmt`. */
type Keys<Union> = Union extends unknown ? keyof Union : never;
export type NodeKind = Keys<Node>;
type Holder<Kind extends NodeKind> = Extract<Node, { [Key in Kind]: unknown }>;
export type NodeOf<Kind extends NodeKind> = Holder<Kind> extends { [Key in Kind]: infer Body } ? Body : never;

/** The body of a node if it is of the kind. */
export function as<Kind extends NodeKind>(kind: Kind, node: Node | undefined): NodeOf<Kind> | undefined {
  return node === undefined ? undefined : (node as Partial<Record<Kind, NodeOf<Kind>>>)[kind];
}

/** The bodies of those nodes of a list that are of the kind. */
export function allOf<Kind extends NodeKind>(kind: Kind, nodes: readonly Node[] | undefined): readonly NodeOf<Kind>[] {
  return (nodes ?? []).flatMap((node) => as(kind, node) ?? []);
}

export function kindOf(node: Node): string {
  return Object.keys(node)[0] ?? '';
}

/** The texts of a list of `String` nodes: the parts of a name, the columns of a key. */
export function texts(nodes: readonly Node[] | undefined): readonly string[] {
  return allOf('String', nodes).map((part) => part.sval ?? '');
}

/** The parts of a name that is given as a list, a single string or a type. */
export function nameParts(node: Node | undefined): readonly string[] {
  const single = as('String', node);
  if (single) return [single.sval ?? ''];
  return texts(as('List', node)?.items ?? as('TypeName', node)?.names);
}

/** An option `name = value` of a statement. */
export function option(options: readonly Node[] | undefined, name: string): NodeOf<'DefElem'> | undefined {
  return allOf('DefElem', options).find((element) => element.defname === name);
}

/** Whether an option of the kind `(CONCURRENTLY)`, `(FULL true)` is on. */
export function isOn(options: readonly Node[] | undefined, name: string): boolean {
  const found = option(options, name);
  if (!found) return false;
  const word = as('String', found.arg)?.sval ?? '';
  return !/^(false|off|0)$/i.test(word) && as('Integer', found.arg)?.ival !== 0;
}

/**
 * Visits every node within a value of the tree, parents first. A visit that answers `'skip'` leaves the children out.
 */
export function walk(value: unknown, visit: (kind: string, body: unknown) => 'skip' | undefined): void {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (Array.isArray(next)) open.push(...(next as readonly unknown[]).toReversed());
    if (typeof next !== 'object' || next === null || Array.isArray(next)) continue;
    for (const [key, child] of Object.entries(next).toReversed()) {
      if (/^[A-Z]/.test(key) && visit(key, child) === 'skip') continue;
      if (typeof child === 'object') open.push(child);
    }
  }
}
