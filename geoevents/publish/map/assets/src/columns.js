// Columns as columns.py writes them: arrays, one value throughout, codes of values, numbers, packed texts.
// What is packed is unpacked when it is asked for, a chunk at a time.

import { inflateSync } from "fflate";

export const MISSING = -(2 ** 31);
const KEPT_CHUNKS = 500; // of each column of texts
const TYPES = { u1: Uint8Array, u2: Uint16Array, i4: Int32Array };
const utf8 = new TextDecoder();

function inflate(packed) {
  const letters = atob(packed);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return inflateSync(bytes);
}

// Whole numbers, `MISSING` where there is none.
export function numbersOf(column) {
  if (Array.isArray(column)) return Int32Array.from(column, (number) => number ?? MISSING);
  const kept = new TYPES[column.type](inflate(column.bytes).buffer, 0, column.size);
  if (!column.steps) return kept;
  const numbers = new Int32Array(kept.length);
  for (let i = 0, sum = 0; i < kept.length; i++) numbers[i] = sum += kept[i];
  return numbers;
}

class Texts {
  constructor({ chunks, each, size }) {
    Object.assign(this, { chunks, each, size });
    this.opened = new Map();
  }

  get(row) {
    const number = Math.floor(row / this.each);
    let chunk = this.opened.get(number);
    if (!chunk) {
      chunk = JSON.parse(utf8.decode(inflate(this.chunks[number])));
      if (this.opened.size >= KEPT_CHUNKS) this.opened.delete(this.opened.keys().next().value);
      this.opened.set(number, chunk);
    }
    return chunk[row % this.each];
  }
}

class Numbers {
  constructor(numbers, scale) {
    Object.assign(this, { numbers, scale, size: numbers.length });
  }

  get(row) {
    const number = this.numbers[row];
    return number === MISSING ? null : number / this.scale;
  }
}

class Coded {
  constructor(values, codes) {
    Object.assign(this, { values, codes, size: codes.length });
  }

  get(row) {
    return this.values[this.codes[row]];
  }
}

class Same {
  constructor(value, size) {
    Object.assign(this, { value, size, values: [value], codes: null });
  }

  get() {
    return this.value;
  }
}

class Plain {
  constructor(values) {
    Object.assign(this, { array: values, size: values.length });
  }

  get(row) {
    return this.array[row];
  }
}

function valuesOf(column) {
  if (Array.isArray(column)) return column;
  const texts = new Texts(column);
  return Array.from({ length: texts.size }, (_, row) => texts.get(row));
}

function readColumn(column) {
  if (Array.isArray(column)) return new Plain(column);
  if ("chunks" in column) return new Texts(column);
  if ("numbers" in column) return new Numbers(numbersOf(column.numbers), column.scale);
  if ("codes" in column) return new Coded(valuesOf(column.values), numbersOf(column.codes));
  return new Same(column.value, column.size);
}

// The columns by name, each read when something asks for it.
export function readColumns(columns) {
  const read = {};
  for (const [name, column] of Object.entries(columns)) {
    const get = () => {
      const value = "like" in column ? read[column.like] : readColumn(column);
      Object.defineProperty(read, name, { value, enumerable: true });
      return value;
    };
    Object.defineProperty(read, name, { get, enumerable: true, configurable: true });
  }
  return read;
}

// The distinct values of a column and the place of each row's among them, whatever form it has.
export function codesOf(column, size) {
  if (!column) return { values: [null], codes: new Uint8Array(size) };
  if (column.values) return { values: column.values, codes: column.codes || new Uint8Array(size) };
  const known = new Map(),
    codes = new Int32Array(size);
  for (let row = 0; row < size; row++) {
    const value = column.get(row) ?? null;
    let code = known.get(value);
    if (code === undefined) known.set(value, (code = known.size));
    codes[row] = code;
  }
  return { values: [...known.keys()], codes };
}
