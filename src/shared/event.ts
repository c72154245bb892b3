import type { Disposable } from './disposable';

/** Subscribes a listener; the shape of the editor's own events, free of the editor. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** Announces values to its listeners in the order they subscribed. */
export class Emitter<T> implements Disposable {
  private listeners: readonly ((value: T) => void)[] = [];

  readonly event: Event<T> = (listener) => {
    this.listeners = [...this.listeners, listener];
    return {
      dispose: () => {
        this.listeners = this.listeners.filter((other) => other !== listener);
      },
    };
  };

  /** A listener removed while this runs may still be called once: the list is a snapshot. */
  fire(value: T): void {
    for (const listener of this.listeners) listener(value);
  }

  dispose(): void {
    this.listeners = [];
  }
}
