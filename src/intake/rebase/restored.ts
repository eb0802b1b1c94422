import { conflictMarker } from '../../parse/drizzle/conflict-marker.ts';
import { snapshotLink } from '../../parse/drizzle/snapshot-link.ts';
import type { FileText } from '../../project/write-files.ts';
import { skimmedText } from '../../text/texts.ts';
import { isSameText, type Branches, type OwnMigration } from './own-migrations.ts';

/**
 * Files of their migrations that the working tree lacks, has with marks of a merge, or has in our version where both have the
 * name. What somebody has edited since is left as it is.
 */
export function restored({ theirs, here }: Branches, own: readonly OwnMigration[]): readonly FileText[] {
  const ourTags = new Set(own.map(({ migration }) => migration.tag));
  const paths = theirs.history.migrations.flatMap(({ tag, file, downFile, snapshotFile, hasSnapshotFile, sql }) => [
    ...[...(sql === null ? [] : [file]), ...(downFile === null ? [] : [downFile])].map((path) => ({ path, isShared: ourTags.has(tag) })),
    ...(hasSnapshotFile ? [{ path: snapshotFile, isShared: false }] : []),
  ]);
  return paths.flatMap(({ path, isShared }) => {
    const [text, now] = [theirs.texts.read(path), here.texts.read(path)];
    if (text === null) return [];
    const isLost = now === null || conflictMarker(path, now) !== null || (isShared && !isSameText(text, now))
      || isOtherSnapshot(path, text, now);
    return isLost ? [{ path, text }] : [];
  });
}

function isOtherSnapshot(path: string, text: string, now: string): boolean {
  if (!path.endsWith('_snapshot.json')) return false;
  const [one, other] = [text, now].map((each) => snapshotLink(skimmedText(each), () => each)?.id);
  return one !== other;
}
