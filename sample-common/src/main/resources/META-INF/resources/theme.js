// Runs before the page is drawn, so that it never flashes in the wrong theme.
const asked = new URLSearchParams(location.search).get("theme") ?? localStorage.getItem("theme");
if (asked === "light" || asked === "dark") {
  document.documentElement.dataset.theme = asked;
}
