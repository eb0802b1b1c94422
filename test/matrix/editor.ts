import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  ApplyWorkspaceEditRequest, CodeAction, CodeActionKind, CodeActionRequest, ConfigurationRequest, createProtocolConnection,
  DiagnosticRefreshRequest, DidChangeTextDocumentNotification, DidOpenTextDocumentNotification, DocumentDiagnosticRequest,
  ExecuteCommandRequest, ExitNotification, InitializedNotification, InitializeRequest, LogMessageNotification, RegistrationRequest,
  ShutdownRequest, StreamMessageReader, StreamMessageWriter, TextDocumentEdit, TextEdit,
  type Diagnostic, type InitializeParams, type ProtocolConnection,
} from 'vscode-languageserver-protocol/node';

const server = join(import.meta.dirname, 'node_modules/vscode-langservers-extracted/bin/vscode-eslint-language-server');

/** As the extension sends it: `on` for languages of `eslint.validate`, `probe` for those of `eslint.probe`. */
export type Validate = 'on' | 'probe';

/** An editor with one folder open, and VS Code's ESLint server behind it. Files are relative to the folder. */
export interface Editor {
  /** Opens a file as it is on disk. */
  open(file: string, languageId: string): Promise<void>;
  /** Replaces what the buffer holds; the disk keeps what it has. */
  type(file: string, text: string): Promise<void>;
  text(file: string): string;
  problems(file: string): Promise<readonly Diagnostic[]>;
  /** What the light bulb offers for a problem. */
  actions(file: string, problem: Diagnostic): Promise<readonly CodeAction[]>;
  /** Does one of them: the server answers with edits, which are done to the buffers. */
  choose(action: CodeAction): Promise<void>;
  /** What the server wrote to its output channel. */
  readonly log: readonly string[];
  quit(): Promise<void>;
}

/** Starts the server for a folder. `validate` is what the settings come to for every file. */
export async function startEditor(folder: string, validate: Validate): Promise<Editor> {
  const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const log: string[] = [];
  const buffers = openBuffers(connection);
  answer(connection, buffers, log, () => settings(folder, validate));
  connection.listen();
  await connection.sendRequest(InitializeRequest.type, introduction(folder));
  await connection.sendNotification(InitializedNotification.type, {});
  return { ...desk(connection, buffers, (file) => uriOf(folder, file)), log };
}

interface Buffers {
  open(uri: string, languageId: string, text: string): Promise<void>;
  replace(uri: string, text: string): Promise<void>;
  document(uri: string): TextDocument;
}

/** What is open, here and on the server. */
function openBuffers(connection: ProtocolConnection): Buffers {
  const documents = new Map<string, TextDocument>();
  const document = (uri: string): TextDocument => {
    const found = documents.get(uri);
    if (found === undefined) throw new Error(`${uri} is not open`);
    return found;
  };
  return {
    document,
    async open(uri, languageId, text) {
      documents.set(uri, TextDocument.create(uri, languageId, 1, text));
      await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId, version: 1, text } });
    },
    async replace(uri, text) {
      const { version } = TextDocument.update(document(uri), [{ text }], document(uri).version + 1);
      await connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version }, contentChanges: [{ text }],
      });
    },
  };
}

/** What the server asks of an editor. */
function answer(connection: ProtocolConnection, buffers: Buffers, log: string[], settingsOf: () => object): void {
  connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(settingsOf));
  connection.onRequest(ApplyWorkspaceEditRequest.type, async ({ edit }) => {
    for (const { textDocument: { uri }, edits } of (edit.documentChanges ?? []).filter((change) => TextDocumentEdit.is(change))) {
      await buffers.replace(uri, TextDocument.applyEdits(buffers.document(uri), edits.filter((each) => TextEdit.is(each))));
    }
    return { applied: true };
  });
  connection.onRequest(RegistrationRequest.type, () => undefined);
  connection.onRequest(DiagnosticRefreshRequest.type, () => undefined);
  connection.onRequest('eslint/probeFailed', () => { log.push('eslint/probeFailed'); });
  connection.onNotification(LogMessageNotification.type, ({ message }) => { log.push(message); });
  connection.onUnhandledNotification(() => undefined);
}

function introduction(folder: string): InitializeParams {
  return {
    processId: process.pid,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- The protocol asks for it all the same.
    rootUri: null,
    workspaceFolders: [{ uri: uriOf(folder, ''), name: 'repository' }],
    capabilities: {
      workspace: { applyEdit: true, configuration: true, workspaceEdit: { documentChanges: true } },
      textDocument: {
        diagnostic: {},
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [CodeActionKind.QuickFix] } } },
      },
    },
  };
}

/** What a user does. */
function desk(connection: ProtocolConnection, buffers: Buffers, uri: (file: string) => string): Omit<Editor, 'log'> {
  return {
    open: (file, languageId) => buffers.open(uri(file), languageId, readFileSync(fileURLToPath(uri(file)), 'utf8')),
    type: (file, text) => buffers.replace(uri(file), text),
    text: (file) => buffers.document(uri(file)).getText(),
    async problems(file) {
      const report = await connection.sendRequest(DocumentDiagnosticRequest.type, {
        identifier: 'eslint', textDocument: { uri: uri(file) },
      });
      if (report.kind !== 'full') throw new Error(`A ${report.kind} report`);
      return report.items;
    },
    async actions(file, problem) {
      const actions = await connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri: uri(file) }, range: problem.range, context: { diagnostics: [problem] },
      });
      return (actions ?? []).filter((action) => CodeAction.is(action));
    },
    async choose({ command }) {
      if (command === undefined) throw new Error('An action without a command');
      await connection.sendRequest(ExecuteCommandRequest.type, { command: command.command, arguments: command.arguments ?? [] });
    },
    async quit() {
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      connection.dispose();
    },
  };
}

function uriOf(folder: string, file: string): string {
  return pathToFileURL(join(folder, file)).href;
}

/** What the extension would send of `settings.json` as docs/editor.md has it, and its own defaults. */
function settings(folder: string, validate: Validate): object {
  return {
    validate,
    useESLintClass: true,
    useFlatConfig: true,
    experimental: { useFlatConfig: false },
    workingDirectory: { mode: 'location' },
    workspaceFolder: { uri: uriOf(folder, ''), name: 'repository' },
    codeAction: {
      disableRuleComment: { enable: true, location: 'separateLine', commentStyle: 'block' },
      showDocumentation: { enable: true },
    },
    codeActionOnSave: { mode: 'all' },
    packageManager: 'npm',
    run: 'onType',
    nodePath: null,
    options: {},
    rulesCustomizations: [],
    problems: { shortenToSingleLine: false },
    onIgnoredFiles: 'off',
    format: false,
    quiet: false,
  };
}
