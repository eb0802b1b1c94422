import { plain, type Form } from './form.ts';

export const sequences: readonly Form[] = [
  ...plain(
    'create sequence x', 'create sequence x as smallint start 5 increment 2', 'create sequence x owned by lend.number',
    'create sequence if not exists ticket', 'create temp sequence x', 'alter sequence ticket restart',
    'alter sequence ticket restart with 7', 'alter sequence ticket as int', 'alter sequence ticket owned by lend.number',
    'alter sequence ticket owned by none', 'alter sequence ticket increment by 2 cache 10', 'alter sequence ticket rename to x',
    'alter sequence ticket set schema attic', 'alter sequence attic.number owned by none', 'alter sequence if exists nothing restart',
    'alter table ticket rename to x', 'drop sequence ticket', 'drop sequence if exists nothing', 'drop sequence attic.number',
    "create sequence x owned by lend.number; alter table lend alter column number set default nextval('x'); drop sequence x",
    "create sequence x owned by lend.number; alter table lend alter column number set default nextval('x'); drop sequence x cascade",
    'select nextval($$ticket$$)', 'select setval($$ticket$$, 5)', 'comment on sequence ticket is $$x$$',
  ),
];
