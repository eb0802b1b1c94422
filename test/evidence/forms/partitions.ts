import { plain, type Form } from './form.ts';

export const partitions: readonly Form[] = [
  ...plain(
    "create table log_x partition of log for values from ('2023-01-01') to ('2024-01-01')",
    "create table event_x partition of event for values from ('2023-01-01') to ('2024-01-01')",
    "create table event_x partition of event for values from ('2030-01-01') to ('2031-01-01')",
    "create table event_x partition of event for values from ('2023-01-01') to ('2024-01-01') partition by list (id)",
    'create table event_2b partition of event_2 for values in (2)', 'create table log_rest partition of log default',
    "create table kinds_c partition of kinds for values in ('c')",
    'create table new_log (day date) partition by range (day); create table new_log_1 partition of new_log default',
    'create table new_log (id int references reader, day date, primary key (id, day)) partition by range (day)',
    "alter table log attach partition log_next for values from ('2022-01-01') to ('2023-01-01')",
    'alter table log attach partition log_next default',
    "alter table event attach partition event_next for values from ('2022-01-01') to ('2023-01-01')",
    "alter table event attach partition event_later for values from ('2023-01-01') to ('2024-01-01')",
    "alter table event attach partition event_later for values from ('2024-01-01') to ('2025-01-01')",
    "alter table kinds attach partition kinds_b for values in ('b')", "alter table kinds attach partition kinds_b for values in ('c')",
    `alter table event_rest add check (day < '2023-01-01' or day >= '2024-01-01');
      alter table event attach partition event_later for values from ('2023-01-01') to ('2024-01-01')`,
    "create table event_x (like event); alter table event attach partition event_x for values from ('2023-01-01') to ('2024-01-01')",
    `alter table log_next add check (day >= date '2022-01-01' and day < date '2023-01-01');
      alter table log attach partition log_next for values from ('2022-01-01') to ('2023-01-01')`,
    `alter table log_next add check (day >= date '2022-01-01' and day < date '2023-01-01') not valid;
      alter table log attach partition log_next for values from ('2022-01-01') to ('2023-01-01')`,
    'alter table log detach partition log_old', 'alter table event detach partition event_1',
    'alter table event detach partition event_2', 'alter table event_2 detach partition event_2a',
    'alter table kinds detach partition kinds_a', 'alter table kinds detach partition kinds_default', 'alter table event detach partition event_rest', 'drop table event_1',
    'drop table event_2', 'drop table log_old', 'drop table log', 'drop table event', 'truncate log', 'truncate log_old',
    'alter table log_old rename to x',
  ),
  { sql: 'alter table log detach partition log_old concurrently', since: 14 },
  { sql: 'alter table event detach partition event_1 concurrently', since: 14 },
];
