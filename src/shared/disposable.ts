/** Something that holds a resource until it is disposed; disposing twice does nothing more. */
export interface Disposable {
  dispose(): void;
}

/** Owns disposables and disposes them, newest first, when it is disposed itself. */
export class DisposableStore implements Disposable {
  private readonly owned: Disposable[] = [];
  private isDisposed = false;

  /** Takes ownership. What is added after disposal is disposed at once. */
  add<T extends Disposable>(disposable: T): T {
    if (this.isDisposed) disposable.dispose();
    else this.owned.push(disposable);
    return disposable;
  }

  dispose(): void {
    this.isDisposed = true;
    for (const disposable of this.owned.splice(0).reverse()) disposable.dispose();
  }
}

/** Holds "the current one": setting a new value disposes the old. */
export class DisposableValue<T extends Disposable> implements Disposable {
  private current: T | undefined;

  get value(): T | undefined {
    return this.current;
  }

  set value(next: T | undefined) {
    const previous = this.current;
    this.current = next;
    if (previous !== next) previous?.dispose();
  }

  dispose(): void {
    this.value = undefined;
  }
}
