// Clusters of the places, by supercluster. What it builds for all zooms at once takes most of the time that a
// large map needs to open, so it is built for a band of zooms, when the map first comes to one of them.

import Supercluster from "supercluster";
import { mercatorX, mercatorY } from "./store.js";

export const MOST_ZOOM = 17;
export const CLUSTER_PIXELS = 52;
const BANDS = [
  [0, 8],
  [9, 11],
  [12, 14],
  [15, MOST_ZOOM],
];
const TILE = 256; // pixels of the world at zoom 0

const OPTIONS = {
  radius: CLUSTER_PIXELS,
  extent: TILE,
  map: ({ total, counts, precision }) => ({ total, precision, counts: counts.slice() }),
  reduce: (sum, { total, counts, precision }) => {
    sum.total += total;
    if (precision !== sum.precision) sum.precision = "area"; // as fine as the finest of what is broad
    for (let i = 0; i < counts.length; i++) sum.counts[i] += counts[i];
  },
};

export class Clusters {
  #built = new Map();

  constructor(points) {
    this.points = points;
  }

  // The clusters at a zoom and those next to it.
  at(zoom) {
    const band = BANDS.find(([, last]) => zoom <= last) ?? BANDS.at(-1);
    if (!this.#built.has(band)) {
      const [minZoom, maxZoom] = band;
      this.#built.set(band, new Supercluster({ ...OPTIONS, minZoom, maxZoom }).load(this.points));
    }
    return this.#built.get(band);
  }
}

// The zoom at which the points of a cluster stand so far apart that it opens; Infinity for a single spot.
export function partingZoom(points) {
  const [xs, ys] = [0, 1].map((side) => points.map((point) => point.geometry.coordinates[side]));
  const width = spread(xs.map(mercatorX)),
    height = spread(ys.map(mercatorY));
  return Math.ceil(Math.log2((1.5 * CLUSTER_PIXELS) / (TILE * Math.max(width, height))));
}

function spread(values) {
  let least = Infinity,
    most = -Infinity;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return most - least;
}
