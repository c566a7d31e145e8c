// Files go in pieces, each hashed before it leaves; what has arrived stays when the line, the page or the portal breaks off.
const form = document.querySelector("form[data-handing]");
if (form && window.crypto && crypto.subtle) {
  const PIECE = 4 << 20, TRIES = 6;
  const part = (name) => form.querySelector(`[data-${name}]`), token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const stop = part("stop"), told = part("told");
  let stopped = false;
  const hex = (bytes) => Array.from(new Uint8Array(bytes), (one) => one.toString(16).padStart(2, "0")).join("");
  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const ask = async (values) => {
    const body = new URLSearchParams({ ...values, form: "json", csrfmiddlewaretoken: token });
    const answer = await fetch(form.action, { method: "POST", body });
    const said = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(said.fault), { ours: true });
    return said;
  };
  const piece = async (identity, file, have) => {
    const content = await file.slice(have, have + PIECE).arrayBuffer();
    const headers = { "X-CSRFToken": token, "Content-Type": "application/octet-stream", "X-Piece-SHA256": hex(await crypto.subtle.digest("SHA-256", content)) };
    const answer = await fetch(`${form.action}/${identity}?at=${have}`, { method: "POST", headers, body: content });
    const said = await answer.json();
    if (answer.status === 409) return said.have;
    if (!answer.ok) throw Object.assign(new Error(said.fault), { ours: true });
    return said.have;
  };
  const show = (file, have) => {
    part("progress").hidden = false;
    part("name").textContent = file.name;
    form.querySelector("progress").value = file.size ? have / file.size : 1;
    part("part").textContent = `${Math.floor(have / 1e6)} / ${Math.ceil(file.size / 1e6)} MB`;
  };
  const again = async (what) => {
    for (let tried = 0; ; tried += 1) {
      try { return await what(); } catch (error) {
        if (error.ours || stopped || tried >= TRIES) throw error;
        told.textContent = told.dataset.wait;
        await wait(500 * 2 ** tried);
        if (stopped) throw error;
      }
    }
  };
  const announce = (file) => {
    const role = form.querySelector("[name=role]:checked").value, above = (file.webkitRelativePath || "").split("/").slice(0, -1).join("/");
    return again(() => ask({ do: "begin", name: file.name, folder: above, size: file.size, modified: file.lastModified, role }));
  };
  const send = async (file, begun) => {
    for (let have = begun.have; have < file.size && !stopped; ) {
      show(file, have);
      have = await again(() => piece(begun.id, file, have));
      told.textContent = "";
    }
    show(file, file.size);
  };
  const folder = form.querySelector("#folder"), single = form.querySelector("#file");
  const chosen = () => [...single.files, ...folder.files];
  part("folder").hidden = false;
  for (const one of [single, folder]) one.addEventListener("change", () => { single.required = !chosen().length; });
  stop.addEventListener("click", () => { stopped = true; });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    stopped = false;
    stop.hidden = false;
    let state = "", logs = 0;
    try {
      // The next file is announced before this one is finished: the search begins when all are here, not with the first.
      const files = chosen();
      for (let at = 0, begun = await announce(files[0]); at < files.length && !stopped; at += 1) {
        await send(files[at], begun);
        if (stopped) break;
        const next = at + 1 < files.length ? await announce(files[at + 1]) : null;
        const one = await again(() => ask({ do: "finish", file_id: begun.id }));
        if (state !== "new") state = one.state;
        if (one.role === "log") logs += 1;
        begun = next;
      }
      if (stopped) told.textContent = told.dataset.stopped; else location.assign(`${form.action}?done=${state}${logs ? `&logs=${logs}` : ""}`);
    } catch (error) { told.textContent = stopped ? told.dataset.stopped : error.message; }
    stop.hidden = true;
  });
}
