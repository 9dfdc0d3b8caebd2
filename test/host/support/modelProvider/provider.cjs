// An extension that brings a language model, as GitHub Copilot does: what it answers is said by the tests.
// Older versions of VS Code have no such thing; `available` is then false.
const vscode = require('vscode');

const MODEL = {
  id: 'test-model',
  name: 'Test Model',
  family: 'test',
  version: '1',
  maxInputTokens: 20_000,
  maxOutputTokens: 4_000,
  capabilities: {},
};

exports.activate = () => {
  const state = {
    available: typeof vscode.lm.registerLanguageModelChatProvider === 'function',
    /** Texts of the messages of each request. */
    requests: [],
    cancelled: 0,
    counted: 0,
    /** Given the texts of a request and its cancellation token: the reply, in pieces. Throws what the provider throws. */
    answer: async () => ['{}'],
    model: { ...MODEL },
  };
  if (!state.available) return state;
  const changed = new vscode.EventEmitter();
  vscode.lm.registerLanguageModelChatProvider('error-atlas-tests', {
    onDidChangeLanguageModelChatInformation: changed.event,
    provideLanguageModelChatInformation: () => [state.model],
    async provideLanguageModelChatResponse(_model, messages, _options, progress, token) {
      const texts = messages.map(({ content }) => content.map((part) => part.value ?? '').join(''));
      state.requests.push(texts);
      token.onCancellationRequested(() => {
        state.cancelled += 1;
      });
      for (const piece of await state.answer(texts, token)) {
        progress.report(new vscode.LanguageModelTextPart(piece));
      }
    },
    async provideTokenCount(_model, text) {
      state.counted += 1;
      const plain = typeof text === 'string' ? text : text.content.map((part) => part.value ?? '').join('');
      return Math.ceil(plain.length / 4);
    },
  });
  return state;
};
