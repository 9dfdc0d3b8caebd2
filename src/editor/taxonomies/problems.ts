import * as vscode from 'vscode';
import { checkTaxonomyText, type TaxonomyFault } from '../../errormap/files/taxonomyText';
import { looseTaxonomy } from './looseTaxonomy';
import type { Taxonomies } from './taxonomies';

/** As the editor's own JSON support reports faults of syntax and schema, in files that are open. */
const JSON_SUPPORT = 'vscode.json-language-features';

/** The faults of taxonomy files among the editor's problems: of those that are open as they are typed, of all others as saved. */
export function registerTaxonomyProblems(taxonomies: Taxonomies): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('ErrorAtlas taxonomy');
  const tellOpen = (document: vscode.TextDocument) => {
    if (!taxonomies.has(document.uri)) return;
    const { faults } = checkTaxonomyText(document.getText());
    const isTold = reportedByEditor(document) && !looseTaxonomy(document.getText());
    const at = (offset: number) => document.positionAt(offset);
    collection.set(
      document.uri,
      isTold ? [] : faults.map((fault) => diagnosticOf(fault, at(fault.offset), at(fault.offset + fault.length))),
    );
  };
  const tellAll = () => {
    const open = vscode.workspace.textDocuments.filter(({ uri }) => taxonomies.has(uri));
    const isOpen = new Set(open.map(({ uri }) => uri.toString()));
    collection.clear();
    for (const { file, faults } of taxonomies.list()) {
      if (file === undefined) continue;
      const uri = vscode.Uri.file(file);
      if (isOpen.has(uri.toString())) continue;
      collection.set(
        uri,
        faults.map((fault) => {
          const start = new vscode.Position(fault.line - 1, fault.column - 1);
          return diagnosticOf(fault, start, start.translate(0, fault.length));
        }),
      );
    }
    for (const document of open) tellOpen(document);
  };
  tellAll();
  return vscode.Disposable.from(
    collection,
    { dispose: taxonomies.changes.listen(tellAll) },
    vscode.workspace.onDidOpenTextDocument(tellOpen),
    vscode.workspace.onDidChangeTextDocument(({ document }) => tellOpen(document)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (taxonomies.has(uri)) tellAll();
    }),
  );
}

function reportedByEditor({ languageId }: vscode.TextDocument): boolean {
  return languageId === 'json' && vscode.extensions.getExtension(JSON_SUPPORT) !== undefined;
}

function diagnosticOf({ message }: TaxonomyFault, start: vscode.Position, end: vscode.Position): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(new vscode.Range(start, end), message, vscode.DiagnosticSeverity.Error);
  diagnostic.source = 'ErrorAtlas';
  return diagnostic;
}
