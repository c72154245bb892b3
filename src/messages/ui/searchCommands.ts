import * as vscode from 'vscode';
import type { Disposable } from '../../shared/disposable';
import { safeLine } from '../../shared/safeText';
import type { CommandRunner } from '../../shared/ui/commandRunner';
import { parseMessageQuery } from '../messageQuery';
import type { MessageTree, TreeSources } from '../messageTree';
import { queryHints, type Vocabulary } from '../queryHints';
import { resultsText } from '../resultsText';

const scheme = 'sigfox-search';
const page = vscode.Uri.from({ scheme, path: '/Sigfox Search.txt' });

/** Devices whose fields are offered while a person types. */
const hintedDevices = 500;

/** Search over everything kept: the question, its results in the view and as a page, and the way back. */
export function registerSearch(
  commands: CommandRunner,
  tree: MessageTree,
  sources: TreeSources,
): Disposable {
  const { results, view, book } = sources;
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const refresh = () => results.store && changed.fire(page);
  return vscode.Disposable.from(
    changed,
    results.onDidChange(refresh),
    // A changed payload config decodes anew what was found.
    book.onDidChange(refresh),
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: () => resultsText(results, tree, sources.format),
    }),
    commands.register('sigfox.messages.search', async (query) => {
      const text = query ?? (await promptQuery(tree, sources, results.query || view.filter));
      if (text === undefined) return;
      await searchWithProgress(text, sources);
      if (results.store) await vscode.commands.executeCommand('sigfox.messages.focus');
    }),
    commands.register('sigfox.messages.showResults', async () => {
      const document = await vscode.workspace.openTextDocument(page);
      await vscode.window.showTextDocument(document, { preview: true });
    }),
    commands.register('sigfox.messages.closeSearch', () => results.close()),
  );
}

async function searchWithProgress(text: string, { results }: TreeSources): Promise<void> {
  await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Searching the kept messages'),
      cancellable: true,
    },
    async (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      await results.search(
        text,
        ({ looked, of, found }) =>
          progress.report({
            message: vscode.l10n.t(
              '{0} of {1}, {2} found',
              looked.toLocaleString('en'),
              of.toLocaleString('en'),
              found.toLocaleString('en'),
            ),
          }),
        abort.signal,
      );
    },
  );
}

type QueryItem = vscode.QuickPickItem & { readonly next?: string };

/** A line to type in, with ways to go on below it; undefined when the person left. */
function promptQuery(
  tree: MessageTree,
  sources: TreeSources,
  value: string,
): Promise<string | undefined> {
  // The columns of the search are read while the person types.
  sources.history.prepareSearch();
  const vocabulary = vocabularyOf(tree, sources);
  return new Promise((resolve) => {
    const input = vscode.window.createQuickPick<QueryItem>();
    input.title = vscode.l10n.t('Search Messages');
    input.placeholder = 'temp > 30 last:24h';
    input.value = value;
    input.ignoreFocusOut = true;
    const show = () => {
      input.items = queryItems(input.value, vocabulary);
    };
    input.onDidChangeValue(show);
    input.onDidAccept(() => {
      const [item] = input.selectedItems;
      if (item?.next !== undefined) {
        input.value = item.next;
        show();
        return;
      }
      // What cannot be read says why in its own row, and waits for a better one.
      if (parseMessageQuery(input.value).kind === 'problem') return;
      resolve(input.value);
      input.hide();
    });
    input.onDidHide(() => {
      resolve(undefined);
      input.dispose();
    });
    show();
    input.show();
  });
}

function queryItems(text: string, vocabulary: Vocabulary): QueryItem[] {
  const parsed = parseMessageQuery(text);
  const first: QueryItem =
    parsed.kind === 'problem'
      ? { label: `$(error) ${parsed.problem.message}`, alwaysShow: true }
      : {
          label: `$(search) ${text.trim() === '' ? vscode.l10n.t('Show All Kept Messages') : vscode.l10n.t('Search: {0}', text)}`,
          alwaysShow: true,
        };
  const hints = queryHints(text, vocabulary).map(({ text: next, label, detail }) => ({
    label: safeLine(label, 80),
    description: detail,
    alwaysShow: true,
    next,
  }));
  return [first, ...hints];
}

/** What is known here of devices, fields and topics. */
function vocabularyOf(tree: MessageTree, { store }: TreeSources): Vocabulary {
  const devices = new Set<string>();
  const fields = new Set<string>();
  const topics = new Set<string>();
  for (const log of [...store.logs].slice(0, hintedDevices)) {
    if (log.device !== undefined) devices.add(tree.nameOf(log) ?? log.device);
    const newest = log.messages.at(-1);
    if (!newest) continue;
    topics.add(newest.received.topic);
    for (const { name } of tree.decode(newest).fields) fields.add(name);
  }
  return { devices: [...devices], fields: [...fields], topics: [...topics] };
}
