/** As many as there are turns go on at once; who comes later waits in line. */
export class Turns {
  #free;
  #line = [];

  constructor(count) {
    this.#free = count;
  }

  take() {
    return this.#wait((resolve) => this.#line.push(resolve));
  }

  /** Goes to the head of the line. */
  takeFirst() {
    return this.#wait((resolve) => this.#line.unshift(resolve));
  }

  give() {
    const next = this.#line.shift();
    if (next) next();
    else this.#free += 1;
  }

  async #wait(queue) {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise(queue);
  }
}
