// Makes the replica set and its users, once; a second run finds them there and changes nothing.
// Runs inside the first member's network, because MongoDB lets nobody but localhost make the first user.

const PASSWORDS = {
  root: process.env.MONGODB_ROOT_PASSWORD,
  company: process.env.MONGODB_COMPANY_PASSWORD,
  gateway: process.env.MONGODB_GATEWAY_PASSWORD,
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

const admin = db.getSiblingDB("admin");
initiate();
signIn(admin);
// The LIVE and recordings services write their facts, with collections, validators and indexes.
grant(admin, "company", [
  { role: "readWrite", db: "company" },
  { role: "dbAdmin", db: "company" },
]);
// The gateway reads those facts and never writes them; what it keeps itself has a database of its own.
grant(admin, "gateway", [
  { role: "read", db: "company" },
  { role: "readWrite", db: "endpage" },
]);
print("replica set and users are ready");
