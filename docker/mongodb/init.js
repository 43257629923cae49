// Makes the replica set and its users, once; a second run finds them there and changes nothing.
// Runs inside the first member's network, because MongoDB lets nobody but localhost make the first user.

const PASSWORDS = {
  root: process.env.MONGODB_ROOT_PASSWORD,
  company: process.env.MONGODB_COMPANY_PASSWORD,
  gateway: process.env.MONGODB_GATEWAY_PASSWORD,
  shares: process.env.MONGODB_SHARES_PASSWORD,
  owner: process.env.MONGODB_OWNER_PASSWORD,
};

function initiate() {
  if (!db.hello().setName) {
    rs.initiate({ _id: "endpage", members: [{ _id: 0, host: "mongodb:27017" }] });
  }
  while (!db.hello().isWritablePrimary) sleep(200);
}

function signIn(admin) {
  try {
    admin.auth("root", PASSWORDS.root);
  } catch {
    admin.createUser({ user: "root", pwd: PASSWORDS.root, roles: ["root"] });
    admin.auth("root", PASSWORDS.root);
  }
}

function grant(admin, user, roles) {
  const action = admin.getUser(user) === null ? "createUser" : "updateUser";
  const rights = { pwd: PASSWORDS[user], roles };
  if (action === "createUser") admin.createUser({ user, ...rights });
  else admin.updateUser(user, rights);
}

function define(admin, role, privileges) {
  if (admin.getRole(role) === null) admin.createRole({ role, privileges, roles: [] });
  else admin.updateRole(role, { privileges, roles: [] });
}

const admin = db.getSiblingDB("admin");
initiate();
signIn(admin);
// The LIVE and recordings services write their facts, with collections, validators and indexes.
grant(admin, "company", [
  { role: "readWrite", db: "company" },
  { role: "dbAdmin", db: "company" },
]);
// The gateway reads those facts and writes nothing,
grant(admin, "gateway", [{ role: "read", db: "company" }]);
// but for the shares that creators make, as another user. None is ever removed by hand: the database does that.
define(admin, "shareKeeper", [
  { resource: { db: "endpage", collection: "shares" }, actions: ["find", "insert", "update"] },
  { resource: { db: "endpage", collection: "revocations" }, actions: ["find"] },
  // How far `endpage migrate` has set it up, for which a gateway looks before it says that it is ready.
  { resource: { db: "endpage", collection: "migrations" }, actions: ["find"] },
  // What was asked for in a minute, where all processes count together.
  { resource: { db: "endpage", collection: "rates" }, actions: ["find", "insert", "update"] },
]);
grant(admin, "shares", [{ role: "shareKeeper", db: "admin" }]);
// `endpage migrate` sets up the database that they are in, and nobody else may.
grant(admin, "owner", [{ role: "dbOwner", db: "endpage" }]);
print("replica set and users are ready");
