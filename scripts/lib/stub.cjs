// Stands in for dockerode's optional transports (see design decision "dockerode with stubs"): loading them is free, using them is not possible.
module.exports = {};
