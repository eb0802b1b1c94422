import type { Amendment } from '../../../facts/amendment.ts';
import type { Edit } from '../../../text/edit.ts';
import { addIndex } from './add-index.ts';
import { retypeColumn } from './retype-column.ts';

/**
 * What an amendment of something that SQL makes comes to in the file that makes it; null where it cannot be made with
 * certainty, or is nothing for SQL.
 */
export function amendSql(file: string, text: string, amendment: Amendment): readonly Edit[] | null {
  switch (amendment.kind) {
    case 'retypeColumns': {
      const edits = amendment.columns.map((at) => retypeColumn(file, text, at.span, amendment.to));
      return edits.every((edit) => edit !== null) ? edits : null;
    }
    case 'addIndex':
      return addIndex(file, text, amendment);
    default:
      return null;
  }
}
