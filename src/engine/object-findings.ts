import type { Catalog, Table } from '../facts/catalog.ts';
import type { History } from '../facts/history.ts';
import { keyOf, sameName, type ObjectName } from '../facts/names.ts';
import type { ObjectContext } from '../rule/context.ts';
import type { Report } from '../rule/finding.ts';
import type { Checks, Reports } from '../rule/rule.ts';
import { lastAnswers, sameElements } from '../text/last-answers.ts';
import type { ChosenRule } from './choose-rules.ts';
import type { ProjectFacts, ProjectState } from './facts.ts';
import { isGenerated, mayBeRenamed, type Named } from '../catalog/is-generated.ts';
import { afterMigrations } from '../catalog/after-migrations.ts';
import { currentCatalog } from '../catalog/merge.ts';
import { newestSnapshot } from '../catalog/newest-snapshot.ts';
import { sameCatalog } from '../catalog/same-catalog.ts';

/** Reports about objects. */
export interface ObjectReports {
  readonly fresh: readonly Report[];
  /** About the same objects as at the base, in the same words. */
  readonly old: readonly Report[];
  /** Those of the base, at the places of the base. */
  readonly atBase: readonly Report[];
}

/** What rules about objects are asked about. */
export type ObjectFacts = ProjectFacts & Pick<ObjectContext<never>, 'conventions'>;

/** Reports, and what was asked of the history for them. */
interface Kept {
  readonly reports: ObjectReports;
  readonly asked: ReadonlyMap<string, Asked>;
}

/** Does the history still say what it said? */
type Asked = (history: History) => boolean;

const knownReports = new WeakMap<ChosenRule, readonly (Kept & { readonly of: readonly unknown[] })[]>();

/**
 * Reports about the objects of the project's current catalog, those that the base already had apart. They are kept for
 * as long as the objects are the same, and the history says the same of them.
 */
export function objectReports(
  chosen: ChosenRule, facts: ObjectFacts, current: Catalog, base: Catalog | null,
): ObjectReports {
  const { history, postgres, runner, casing, folder, schemaFiles, conventions } = facts;
  const of = [current, base, postgres, runner, casing, folder, conventions, ...schemaFiles];
  const before = knownReports.get(chosen) ?? [];
  const known = before.find((kept) => sameElements(kept.of, of)
    && [...kept.asked.values()].every((isSame) => isSame(history)));
  if (known !== undefined) return known.reports;
  const asked = new Map<string, Asked>();
  const noting: OfHistory = {
    isGenerated: (what) => {
      const answer = isGenerated(history, what);
      asked.set(nameOf(what), (other) => isGenerated(other, what) === answer);
      return answer;
    },
    mayBeRenamed: (table) => {
      const answer = mayBeRenamed(history, current, table);
      asked.set(`columns ${keyOf(table)}`, (other) => mayBeRenamed(other, current, table) === answer);
      return answer;
    },
  };
  const reports = askedOfBoth(chosen, facts, { current, base }, noting);
  knownReports.set(chosen, [{ of, reports, asked }, ...before].slice(0, 3));
  return reports;
}

/** What is asked of the history, and noted. */
type OfHistory = Pick<ObjectContext<never>, 'isGenerated' | 'mayBeRenamed'>;

function nameOf(what: Named): string {
  const owner = 'table' in what ? keyOf(what.table) : 'schema' in what ? what.schema : '';
  return `${what.kind} ${owner} ${what.name}`;
}

function askedOfBoth(
  chosen: ChosenRule, facts: ObjectFacts, { current, base }: { readonly current: Catalog; readonly base: Catalog | null },
  ofHistory: OfHistory,
): ObjectReports {
  const reports = askAboutObjects(chosen, contextOf(chosen, facts, current, ofHistory));
  if (base === null) return { fresh: reports, old: [], atBase: [] };
  const atBase = askAboutObjects(chosen, contextOf(chosen, facts, base, ofHistory));
  const known = new Set(atBase.map((report) => report.text));
  const isOld = (report: Report): boolean => known.has(report.text);
  return { fresh: reports.filter((report) => !isOld(report)), old: reports.filter(isOld), atBase };
}

const knownCatalogs = lastAnswers<History, Catalog>(3);

/**
 * What the project's database is meant to be once everything is applied. Where a part of the schema was not read, what
 * the migrations made is not about to be dropped: it may be declared in that part.
 */
export function catalogOf(state: ProjectState): Catalog {
  return knownCatalogs(state.history, [state.declared, state.unread.length > 0], () => asBefore(state.declared, merged(state)));
}

const lastOf = new WeakMap<Catalog, readonly Catalog[]>();

/** Most of what is changed in SQL changes nothing of what is declared: then it is the same catalog as before. */
function asBefore(declared: Catalog | null, catalog: Catalog): Catalog {
  if (declared === null) return catalog;
  const before = lastOf.get(declared) ?? [];
  const found = before.find((each) => sameCatalog(each, catalog));
  if (found === undefined) lastOf.set(declared, [catalog, ...before].slice(0, 2));
  return found ?? catalog;
}

function merged(state: ProjectState): Catalog {
  const replayed = afterMigrations(state.history.migrations);
  return currentCatalog(state.declared, replayed, state.unread.length > 0 ? null : newestSnapshot(state.history)?.catalog ?? null);
}

function contextOf(chosen: ChosenRule, facts: ObjectFacts, catalog: Catalog, ofHistory: OfHistory): ObjectContext<never> {
  return {
    options: chosen.options as never,
    postgres: facts.postgres,
    runner: facts.runner,
    casing: facts.casing,
    schemaFiles: facts.schemaFiles,
    conventions: facts.conventions,
    catalog,
    ...ofHistory,
    pathOf: (file) => (file.startsWith(facts.folder) ? file.slice(facts.folder.length) : file),
  };
}

/** A rule asks about one kind of object, mostly, and there are many tables and indexes. */
function askAboutObjects({ rule: { check } }: ChosenRule, on: ObjectContext<never>): readonly Report[] {
  const { catalog } = on;
  return [
    ...each(catalog.schemas, (schema) => check.schema?.(schema, on)),
    ...(asksAboutTables(check) ? [...catalog.tables.values()].flatMap((table) => notOfParent(askAboutTable(check, table, on), table, catalog)) : []),
    ...(check.index === undefined ? [] : [...catalog.indexes.values()].flatMap((index) => notOfParent(list(check.index?.(index, on)), index.table, catalog))),
    ...each(catalog.enums, (type) => check.enum?.(type, on)),
    ...each(catalog.domains, (domain) => check.domain?.(domain, on)),
    ...each(catalog.sequences, (sequence) => check.sequence?.(sequence, on)),
    ...each(catalog.views, (view) => check.view?.(view, on)),
    ...each(catalog.policies, (policy) => check.policy?.(policy, on)),
    ...each(catalog.routines, (routine) => check.routine?.(routine, on)),
    ...each(catalog.triggers, (trigger) => check.trigger?.(trigger, on)),
    ...list(check.catalog?.(catalog, on)),
  ];
}

function asksAboutTables({ table, column, constraint }: Checks<never>): boolean {
  return table !== undefined || column !== undefined || constraint !== undefined;
}

function askAboutTable(check: Checks<never>, table: Table, on: ObjectContext<never>): readonly Report[] {
  return [
    ...list(check.table?.(table, on)),
    ...(check.column === undefined ? [] : table.columns.flatMap((column) => list(check.column?.(column, table, on)))),
    ...(check.constraint === undefined ? [] : table.constraints.flatMap((constraint) => list(check.constraint?.(constraint, table, on)))),
  ];
}

/** What a partition has from its parent is told of the parent, not once more of every partition. */
function notOfParent(reports: readonly Report[], table: ObjectName, catalog: Catalog): readonly Report[] {
  const parent = reports.length === 0 ? null : catalog.tables.get(keyOf(table))?.partitionOf ?? null;
  if (parent === null) return reports;
  const told = originsOn(parent, catalog);
  return reports.filter(({ at }) => !told.has(at));
}

/** Where what a table has is made: what partitions have of their parent has the same origin there. */
export function originsOn(name: ObjectName, { tables, indexes }: Catalog): ReadonlySet<unknown> {
  const table = tables.get(keyOf(name));
  const own = [...indexes.values()].filter((index) => sameName(index.table, name));
  return new Set([...(table?.columns ?? []), ...(table?.constraints ?? []), ...own].map(({ origin }) => origin));
}

function each<Item>(items: ReadonlyMap<string, Item>, ask: (item: Item) => Reports): readonly Report[] {
  return items.size === 0 ? [] : [...items.values()].flatMap((item) => list(ask(item)));
}

/** A rule's answer as a list. */
export function list(reports: Reports): readonly Report[] {
  if (reports === undefined) return [];
  return isOne(reports) ? [reports] : reports;
}

function isOne(reports: Report | readonly Report[]): reports is Report {
  return 'text' in reports;
}
