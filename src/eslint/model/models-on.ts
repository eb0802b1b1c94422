import type { Request } from '../../intake/request.ts';
import { takeInSchemaAlone } from '../../intake/schema-alone.ts';
import { takeIn, type Intake, type Source } from '../../intake/take-in.ts';
import type { Standpoint } from '../../project/root.ts';
import type { Ground } from './ground.ts';
import { projectModel, type ProjectModel } from './project-model.ts';

/** A project, or a file outside any that is judged alone. */
export type Asked =
  | { readonly kind: 'project'; readonly here: Standpoint; readonly request: Request }
  | { readonly kind: 'sql' | 'schema'; readonly here: Standpoint; readonly request: Request; readonly path: string };

export type Models = (asked: Asked) => ProjectModel;

/** Projects of a ground that are kept. */
const most = 16;

/** The models of a ground, one for each project. */
export function modelsOn(ground: Ground): Models {
  const known = new Map<string, ProjectModel>();
  return (asked) => {
    const key = JSON.stringify(asked);
    const model = known.get(key) ?? projectModel(ground, asked.here, (source) => takeAsAsked(asked, source));
    known.delete(key);
    known.set(key, model);
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    return model;
  };
}

function takeAsAsked(asked: Asked, source: Source): Intake {
  switch (asked.kind) {
    case 'project': return takeIn(asked.request, source);
    case 'sql': return takeIn({ ...asked.request, paths: [`${asked.here.root}/${asked.path}`] }, source);
    case 'schema': return takeInSchemaAlone(asked.path, source);
    default: return asked satisfies never;
  }
}
