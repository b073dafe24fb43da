// Ends this process, in order, when its launcher was killed: nobody can pass on a kill -9, and a server left behind keeps its port.
const launcher = process.ppid;
setInterval(() => {
  if (process.ppid !== launcher) process.kill(process.pid, 'SIGTERM');
}, 500).unref();
