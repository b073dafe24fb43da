import { noticeCapacity } from '../../application-auto-scaling/wake.ts';
import type { World } from '../../world.ts';
import { dropTags } from '../state.ts';
import { componentsOf, type Component } from './state.ts';

/** Its copies are up, or, when they could not come up, the old ones are still there and the reason with them. */
const ready = (component: Component, at: number, problem: string | undefined): Component => {
  const { next, ...rest } = component;
  if (problem === undefined)
    return { ...rest, status: 'InService', modifiedAt: at, running: next ?? component.running, copies: component.desiredCopies };
  return component.status === 'Creating'
    ? { ...rest, status: 'Failed', modifiedAt: at, failureReason: problem }
    : { ...rest, status: 'InService', modifiedAt: at, failureReason: problem, desiredCopies: component.copies };
};

export const startComponents = (world: World): void => {
  world.timers.on('component-ready', ({ arn, problem }, at) => {
    const component = typeof arn === 'string' ? componentsOf(world).get(arn) : undefined;
    if (component === undefined) return;
    componentsOf(world).put(component.arn, ready(component, at, typeof problem === 'string' ? problem : undefined));
    noticeCapacity(world, component.arn);
  });
  world.timers.on('component-deleted', ({ arn }) => {
    if (typeof arn !== 'string') return;
    componentsOf(world).remove(arn);
    dropTags(world, arn);
  });
};
