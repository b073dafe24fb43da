import type { World } from '../world.ts';
import { counted } from './pieces.ts';
import { inForceAt, stepAt, trafficOf } from './state.ts';

/** Requests that were sent to an endpoint, and how many of them each front door stopped: what a web ACL or a usage plan counts. */
export interface Sent {
  readonly sent: number;
  readonly reached: number;
  readonly stopped: Readonly<Record<string, number>>;
}
interface Asked {
  readonly endpoint: string;
  readonly from: number;
  readonly until: number;
  /** @default everybody */
  readonly roleArn?: string;
}
export const sentBetween = (world: World, { endpoint, from, until, roleArn }: Asked): Sent => {
  const end = Math.min(until, world.time.now());
  const streams = trafficOf(world)
    .values()
    .filter((traffic) => traffic.endpoint === endpoint && (roleArn === undefined || traffic.roleArn === roleArn));
  let [sent, reached] = [0, 0];
  const stopped: Record<string, number> = {};
  for (const traffic of streams) {
    const cuts = [...traffic.steps, ...traffic.segments].map((entry) => entry.from).filter((cut) => cut > from && cut < end);
    const edges = [...new Set([from, ...cuts, end])].sort((a, b) => a - b);
    edges.slice(1).forEach((last, index) => {
      const first = edges[index] ?? from;
      const perSecond = stepAt(traffic, first)?.requestsPerSecond ?? 0;
      const segment = inForceAt(traffic.segments, first);
      sent += counted(world, perSecond, first, last);
      reached += counted(world, perSecond * (segment?.share ?? 0), first, last);
      for (const [door, share] of Object.entries(segment?.stopped ?? {}))
        stopped[door] = (stopped[door] ?? 0) + counted(world, perSecond * share, first, last);
    });
  }
  return { sent, reached, stopped };
};
