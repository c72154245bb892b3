'use strict';
const vscode = require('vscode');

/** Counts how often it was asked to read its arguments anew. */
exports.activate = (context) => {
  let restarts = 0;
  context.subscriptions.push(
    vscode.commands.registerCommand('clangd.restart', () => (restarts += 1)),
  );
  return {
    standIn: {
      get restarts() {
        return restarts;
      },
    },
  };
};
