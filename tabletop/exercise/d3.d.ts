// The two functions that the harm curve needs. https://d3js.org/d3-scale/linear https://d3js.org/d3-shape/line
declare module 'd3-scale' {
  export interface Linear {
    (value: number): number;
    domain(range: readonly [number, number]): Linear;
    range(range: readonly [number, number]): Linear;
    nice(): Linear;
    ticks(count: number): number[];
  }
  export const scaleLinear: () => Linear;
}
declare module 'd3-shape' {
  export interface Line<T> {
    (data: readonly T[]): string | null;
    x(of: (one: T) => number): Line<T>;
    y(of: (one: T) => number): Line<T>;
  }
  export const line: <T>() => Line<T>;
}
