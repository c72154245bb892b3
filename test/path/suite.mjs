// The whole path: the virtual Sigfox's backend over its REST API, the doctor, the callback form, the walkthrough.
export function prepare() {
  return Promise.resolve({ env: {}, settings: {}, close: () => Promise.resolve() });
}
