import Dockerode from 'dockerode';
import type { Agent } from 'node:http';
import { inspect } from 'node:util';
import { agentFor, type Endpoint } from './endpoint';
import { NoAnswer } from './failures';

/** A client of the engine there. Where DOCKER_HOST is set, dockerode takes what it can of it, though another engine is named. */
export function clientOf(endpoint: Endpoint, agent = agentFor(endpoint)): Dockerode {
  const { DOCKER_HOST: named } = process.env;
  delete process.env['DOCKER_HOST'];
  try {
    const options = { protocol: 'http' as const, ...endpoint.options, agent: inBrief(agent) };
    return new Dockerode(options);
  } finally {
    if (named !== undefined) process.env['DOCKER_HOST'] = named;
  }
}

/**
 * docker-modem writes the options of each call out in full for its debugging (modem.js, `buildRequest`), whether somebody
 * debugs or not: of an agent these are all its sockets with all that hangs on them, which takes milliseconds each time.
 */
const inBrief = (agent: Agent): Agent => Object.assign(agent, { [inspect.custom]: () => 'Agent' });

/** The answer; rejects with `NoAnswer` where none comes within the limit, in milliseconds. */
export function answerWithin<T>(limitMs: number, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new NoAnswer(limitMs / 1000)), limitMs);
    answer.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}
