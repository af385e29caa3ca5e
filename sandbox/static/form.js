// Shows the billing fields only for the billing category. Without this script they are always there.
const motif = document.getElementById("motif");
const details = document.getElementById("details");
if (motif && details) {
  const follow = () => { details.hidden = motif.value !== motif.dataset.onlyFor; };
  motif.addEventListener("change", follow);
  follow();
}
