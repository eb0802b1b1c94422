import { plain, type Form } from './form.ts';

export const maintenance: readonly Form[] = [
  ...plain(
    'vacuum lend', 'vacuum full lend', 'vacuum', 'vacuum (full, analyze) lend, reader', 'analyze lend', 'analyze lend (note)',
    'analyze event', 'analyze lend_count', 'analyze mother', 'analyze only mother', 'analyze', 'cluster tree using tree_place_idx',
    'cluster tree', 'cluster lend using lend_place_idx', 'cluster', 'cluster lend_count using lend_count_reader_id_idx',
    'cluster event using event_note_idx', 'cluster loose using loose_words_idx', 'comment on table lend is $$x$$',
    'comment on table lend is null', 'comment on column lend.note is $$x$$', 'comment on constraint lend_pkey on lend is $$x$$',
    'comment on trigger lend_touched on lend is $$x$$', 'comment on policy locked_read on locked is $$x$$',
    'comment on rule ruled_insert on ruled is $$x$$', 'comment on type mood is $$x$$', 'comment on domain isbn is $$x$$',
    'comment on schema public is $$x$$', 'comment on function plain() is $$x$$', 'comment on column event.note is $$x$$',
    'comment on statistics leaf_statistics is $$x$$', 'grant select on lend to public',
    'grant select (note), update (note) on lend to public', 'revoke all on lend from public', 'grant usage on schema attic to public',
    'grant execute on function plain() to public', 'grant select on all tables in schema public to public',
    'grant usage on sequence ticket to public', 'create role ada; grant select on lend to ada',
    'create role ada; grant ada to current_user', 'alter default privileges in schema public grant select on tables to public',
    'create publication x', 'create publication x for table lend', 'create publication x for table lend, reader',
    'create publication x for all tables', 'create publication x for table event',
    'create publication x; alter publication x add table lend',
    'create publication x for table lend; alter publication x drop table lend',
    'create publication x; alter publication x set table reader', 'create publication x for table mother',
    'create statistics x on number, small from lend', 'create statistics if not exists leaf_statistics on word, tree_alias from leaf',
    'create statistics x (ndistinct) on id, note from event', 'set local lock_timeout = $$1s$$', 'set constraints all deferred',
    'savepoint x', 'notify x', 'reset all', 'create role ada', 'discard plans',
  ),
  { sql: 'create publication x for tables in schema attic', since: 15 },
  { sql: 'create publication x for table lend (id, note) where (id > 3)', since: 15 },
];
