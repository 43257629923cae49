// Parts: what every APP does around a query in parts. It is asked by the command line, and what the client
// shows goes out on stdout, one state of the whole answer a line; the last line says that it is over.
export function run(watch) {
  const [url, token, request] = process.argv.slice(2);
  const { query, variables } = JSON.parse(request);
  const headers = { authorization: `Bearer ${token}` };
  watch({ url, token, query, variables, headers }, { show, end });
}

function show({ data, errors }) {
  process.stdout.write(`${JSON.stringify({ data, errors: errors?.map(told) })}\n`);
}

function end() {
  process.stdout.write(`${JSON.stringify({ isOver: true })}\n`, () => process.exit(0));
}

const told = ({ path, extensions }) => ({ path, code: extensions?.code });
