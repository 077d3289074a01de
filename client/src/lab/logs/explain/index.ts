export type { Event, Frame, Sighting } from './event';
export { Explainer, readEvent, type Explanation } from './explainer';
export { failures, type Cause, type FailureId } from './found';
