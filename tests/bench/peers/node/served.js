/** Served: how each of these servers is started and stopped, by the bench. */

/** Serve on the descriptor that ``--fd`` names, until standard input ends. */
export function served(server) {
  const at = process.argv.indexOf("--fd");
  server.listen({ fd: Number(process.argv[at + 1]) });
  process.stdin.resume().on("end", () => process.exit());
  process.on("SIGTERM", () => process.exit());
}

/** Whether a flag was given. */
export const isAsked = (flag) => process.argv.includes(flag);
