import type { NginxContext } from '../contexts';

/**
 * Directives in the order of how many configurations have them at a place: counted in those of seventy public repositories,
 * the rare contexts ordered by hand. What is not here comes behind, by its name.
 */
const used: Partial<Record<NginxContext, string>> = {
  main: 'events http worker_processes user pid error_log worker_rlimit_nofile include worker_cpu_affinity load_module stream env worker_shutdown_timeout daemon pcre_jit mail',
  events: 'worker_connections multi_accept use accept_mutex',
  http: 'server include upstream default_type sendfile keepalive_timeout access_log log_format gzip tcp_nopush map tcp_nodelay gzip_types error_log gzip_vary gzip_comp_level types_hash_max_size client_max_body_size server_tokens gzip_proxied server_names_hash_bucket_size limit_req_zone proxy_cache_path gzip_min_length resolver gzip_http_version gzip_disable gzip_buffers add_header ssl_protocols client_body_buffer_size client_header_buffer_size large_client_header_buffers ssl_prefer_server_ciphers limit_conn_zone set_real_ip_from real_ip_header proxy_set_header proxy_http_version proxy_read_timeout proxy_connect_timeout proxy_send_timeout open_file_cache keepalive_requests geo split_clients charset',
  server:
    'location listen server_name error_page root ssl_certificate ssl_certificate_key add_header index ssl_protocols access_log return ssl_prefer_server_ciphers include ssl_ciphers error_log ssl_session_cache ssl_session_timeout if client_max_body_size ssl_stapling ssl_dhparam rewrite http2 ssl_session_tickets charset limit_req resolver proxy_set_header gzip ssl_stapling_verify ssl_trusted_certificate absolute_redirect port_in_redirect keepalive_timeout gzip_types try_files set allow deny ssl_verify_client ssl_client_certificate server_tokens proxy_http_version proxy_read_timeout proxy_connect_timeout proxy_send_timeout',
  location:
    'proxy_pass proxy_set_header root return index try_files proxy_redirect add_header proxy_http_version proxy_read_timeout allow deny access_log include expires proxy_connect_timeout client_max_body_size proxy_buffering internal proxy_send_timeout if alias set proxy_cache_bypass error_page proxy_next_upstream proxy_cookie_path default_type rewrite fastcgi_pass stub_status limit_req proxy_buffers proxy_buffer_size proxy_intercept_errors proxy_hide_header auth_basic auth_basic_user_file proxy_cache proxy_cache_valid proxy_request_buffering autoindex log_not_found proxy_cookie_domain proxy_cookie_flags proxy_busy_buffers_size fastcgi_param fastcgi_index proxy_next_upstream_tries proxy_next_upstream_timeout proxy_no_cache proxy_cache_key proxy_cache_use_stale proxy_ssl_server_name proxy_ssl_verify location limit_except limit_conn auth_request grpc_pass gzip charset',
  'if in server': 'return set rewrite',
  'if in location':
    'return set rewrite add_header proxy_pass break expires access_log root proxy_set_header error_page',
  limit_except: 'deny allow auth_basic auth_basic_user_file proxy_pass',
  upstream:
    'server keepalive ip_hash least_conn zone hash keepalive_timeout keepalive_requests random sticky resolver keepalive_time',
  stream: 'server upstream log_format access_log error_log map include resolver proxy_timeout',
  'stream server':
    'listen proxy_pass proxy_timeout proxy_connect_timeout ssl_preread proxy_protocol ssl_certificate ssl_certificate_key access_log error_log proxy_ssl allow deny server_name return',
  'stream upstream': 'server least_conn hash zone random resolver',
  mail: 'server auth_http server_name proxy_pass_error_message',
  'mail server': 'listen protocol starttls ssl_certificate ssl_certificate_key auth_http smtp_auth',
};

const places = new Map(
  Object.entries(used).map(([context, names]) => [
    context,
    new Map(names.split(' ').map((name, index) => [name, index])),
  ]),
);

/**
 * How many come before a directive in its contexts; in all that it may stand in where these are not known. Undefined for
 * what is seldom written there.
 */
export function placeInUse(name: string, contexts: ReadonlySet<string>): number | undefined {
  const known = contexts.size > 0 ? [...contexts] : [...places.keys()];
  const found = known.flatMap((context) => places.get(context)?.get(name) ?? []);
  return found.length > 0 ? Math.min(...found) : undefined;
}

/** Variables that configurations name, the most frequent first. */
export const usedVariables: readonly string[] =
  'remote_addr host proxy_add_x_forwarded_for scheme status remote_user http_referer time_local request body_bytes_sent http_user_agent request_uri uri http_x_forwarded_for server_name http_upgrade http_host server_port binary_remote_addr request_method request_time upstream_cache_status args upstream_addr upstream_response_time document_root fastcgi_script_name is_args time_iso8601 server_protocol server_addr http_origin request_filename http_x_forwarded_proto upstream_status request_id query_string remote_port arg_ cookie_ http_ sent_http_ upstream_http_'.split(
    ' ',
  );
