/**
 * What tests with a real engine run on. `npm test` sets DOCKER_HOST and both images; by hand it is the engine of the default
 * socket with the look-alikes that an earlier `npm test` has built.
 */
export const images = {
  tomcat: process.env['CLUSTER_LAB_TOMCAT_IMAGE'] ?? 'cluster-lab/tomcat:10.1',
  nginx: process.env['CLUSTER_LAB_NGINX_IMAGE'] ?? 'cluster-lab/nginx:1.22',
};

/** An nginx from 1.27.4 on, with its release in its tag. */
export const newestNginx = process.env['CLUSTER_LAB_NEWEST_NGINX_IMAGE'] ?? 'cluster-lab/nginx:1.31.3';

/** Settings that lead the extension to them. */
export const labSettings = {
  'clusterLab.lab.images.tomcat': images.tomcat,
  'clusterLab.lab.images.nginx': images.nginx,
};
