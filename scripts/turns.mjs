/** As many as there are turns go on at once; who comes later waits in line. */
export class Turns {
  #free;
  #line = [];

  constructor(count) {
    this.#free = count;
  }

  async take() {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise((resolve) => this.#line.push(resolve));
  }

  give() {
    const next = this.#line.shift();
    if (next) next();
    else this.#free += 1;
  }
}
