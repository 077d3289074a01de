import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** A browser of few words: it keeps one cookie, trusts the lab's certificate, and follows nothing by itself. */
export class Visitor {
  #cookie;

  /** Value of the session's cookie, once one was set. */
  get session() {
    return this.#cookie?.split('=')[1];
  }

  /** `limit` in milliseconds: after a node is gone, nginx and Tomcat wait for it for some seconds. */
  visit(url, { form, signal, limit = 30_000 } = {}) {
    const body = form && new URLSearchParams(form).toString();
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const request = send(url, {
        method: form ? 'POST' : 'GET',
        agent: false,
        rejectUnauthorized: false,
        signal: signal ? AbortSignal.any([signal, AbortSignal.timeout(limit)]) : AbortSignal.timeout(limit),
        headers: {
          ...(this.#cookie ? { Cookie: this.#cookie } : {}),
          ...(body
            ? {
                'Content-Type': 'application/x-www-form-urlencoded',
                'Content-Length': Buffer.byteLength(body),
              }
            : {}),
        },
      });
      request.on('error', (error) =>
        reject(new Error(`${url}: ${error.cause?.message ?? error.message}`, { cause: error })),
      );
      request.on('response', (response) => {
        const cookie = response.headers['set-cookie']?.find((it) => it.startsWith('JSESSIONID='));
        if (cookie) this.#cookie = cookie.split(';')[0];
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => (text += chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode, text }));
      });
      request.end(body);
    });
  }

  /** What index.jsp of the sample shows: which node answered, the session's ID, the login. */
  async look(url, options) {
    const { status, text } = await this.visit(url, options);
    if (status !== 200) throw new Error(`${url} answered ${status}`);
    const field = (id) => new RegExp(`id="${id}">([^<]*)<`).exec(text)?.[1];
    return { node: field('node'), session: field('session'), login: field('login') };
  }
}
