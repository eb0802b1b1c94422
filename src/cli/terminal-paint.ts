import colors from 'picocolors';
import type { Paint } from '../report/pretty.ts';

/** Colours of the terminal, or none: picocolors asks NO_COLOR, FORCE_COLOR and whether anybody looks. */
export function terminalPaint(): Paint {
  return {
    error: (text) => colors.bold(colors.red(text)),
    warn: (text) => colors.bold(colors.yellow(text)),
    info: (text) => colors.bold(colors.blue(text)),
    strong: colors.bold,
    faint: colors.dim,
  };
}
