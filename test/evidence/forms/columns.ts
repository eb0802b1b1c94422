import { plain, type Form } from './form.ts';

export const columns: readonly Form[] = [
  ...plain(
    'alter table lend add column x int',
    'alter table lend add column x int default 1',
    'alter table lend add column x int not null',
    'alter table lend add column x int references reader',
    'alter table lend alter column number set not null',
    'alter table lend alter column checked set not null',
    'alter table lend alter column number set default 3',
  ),
];
