// Several pieces play one after the other, and a link that has run out says what helps.
(() => {
  const video = document.querySelector("[data-player]");
  const broken = document.querySelector("[data-broken]");
  const parts = [...document.querySelectorAll("[data-part]")];
  let current = 0;

  const play = (index) => {
    current = index;
    parts.forEach((part, at) => {
      if (at === index) part.setAttribute("aria-current", "true");
      else part.removeAttribute("aria-current");
    });
    broken.hidden = true;
    video.removeAttribute("poster");
    video.src = parts[index].href;
    video.play().catch(() => {});
  };

  parts.forEach((part, index) => {
    part.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      play(index);
    });
  });
  video.addEventListener("ended", () => {
    if (current + 1 < parts.length) play(current + 1);
  });
  // The first piece is a <source>, whose failure does not reach the video.
  const failed = () => { broken.hidden = false; };
  video.addEventListener("error", failed);
  video.querySelector("source").addEventListener("error", failed);
})();
