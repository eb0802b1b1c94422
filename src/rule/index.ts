/** The rule kit: the only door a rule may use, ours or a team's own. */
export { rule } from './rule.ts';
export type { Rule, RuleDefinition, Reports, Checks } from './rule.ts';
export type { Report, Related, Remedy, Level, Finding } from './finding.ts';
export type { Example, Sample, SampleProject, Claims } from './example.ts';
export type {
  Answer, ChangeContext, DeployContext, DirectiveContext, HistoryContext, Moment, ObjectContext, RuleContext,
  StatementContext,
} from './context.ts';
export type * from '../facts/catalog.ts';
export type * from '../facts/change.ts';
export type { Amendment } from '../facts/amendment.ts';
export type { Statement, BreakingNote, Comment, Gap } from '../facts/statement.ts';
export type { DirectedLanguage, Directive, DirectiveRule } from '../facts/directive.ts';
export { rulePrefix, wordOf } from '../facts/directive.ts';
export type { History, Migration, JournalEntry, Snapshot } from '../facts/history.ts';
export type { Identifier, ObjectName } from '../facts/names.ts';
export { keyOf, memberKey, sameName, showName as show } from '../facts/names.ts';
export { blocksReads, blocksWrites, lockModes } from '../facts/effects.ts';
export type { Effects, Failure, IndexLock, LockMode, TableLock } from '../facts/effects.ts';
export type { Deploy, Runner, Step, Transaction } from '../facts/deploy.ts';
export type { HeldLock } from '../catalog/transaction-state.ts';
export { breakingKinds } from '../catalog/breaking.ts';
export type { Breaking, BreakingKind } from '../catalog/breaking.ts';
export { coverage } from '../catalog/covering-index.ts';
export { difference, showDifference } from '../catalog/difference.ts';
export type { Difference } from '../catalog/difference.ts';
export { redundantIndexes } from '../catalog/redundant-index.ts';
export { hasIndex, isMentioned, relationNames } from '../catalog/names-in-use.ts';
export type { Named } from '../catalog/is-generated.ts';
export { freeIndexName, shortenedName } from './free-name.ts';
export { blocked, isInUse } from './blocked.ts';
export type { Blocked } from './blocked.ts';
export { copiedReplacements, emptyReplacements } from './replaced.ts';
export type { CopiedReplacement, Place, Replaced } from './replaced.ts';
export { isComplete, lackOf } from './breaking-note.ts';
export { isDeclared, isDeclaredIn } from './is-declared.ts';
export { tableOf, waitOf, whoWaits } from './wait.ts';
export type { Cause, Wait } from './wait.ts';
export { constraintNameOf, isPartitioned, laterDeploy, outsideTransaction, quoted, quotedList, quotedName, wordsOf } from './advice.ts';
export { earlierIn, isFilledBefore, mayHaveRows } from './earlier.ts';
export { mayFail } from './may-fail.ts';
export { builtApart, validatedLater, withoutStatement } from './own-migration.ts';
export { narrowsType } from '../catalog/narrows-type.ts';
export { matches, matchesPath } from './matches.ts';
export { utf8Length } from '../text/utf8.ts';
export { closest, distance } from 'fastest-levenshtein';
export * as v from 'valibot';
