"""Bundles listed, installed from a local server, imported, verified, used and removed."""

import hashlib
import pickle
import shutil
import threading
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the extra: training")

import torch
from safetensors.torch import save_file

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import BundleProblem, Cancelled, InputProblem
from ekphrasis_app.models import bundles
from ekphrasis_app.models.bundle import open_bundle
from ekphrasis_app.models.bundles import Shelf
from ekphrasis_app.models.download import DownloadProblem
from ekphrasis_app.models.offers import arrived
from ekphrasis_app.models.taking_in import import_bundle, may_be_model, needs_source
from tests.fakes.ce_clip import noise, small_bundle, small_cross
from tests.fakes.offers import LINES, offering, published
from tests.fakes.web import serving


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    for home in ("own", "program", "fetched"):
        (tmp_path / home).mkdir()
    return Shelf(tmp_path / "own", tmp_path / "program", tmp_path / "fetched")


class Holder(torch.nn.Module):
    """Modules whose parameters have the given dotted names, to be scripted."""

    def __init__(self, tensors: dict) -> None:
        super().__init__()
        self.register_buffer("input_resolution", torch.tensor(32))
        for name, tensor in tensors.items():
            at, *path = name.split(".")[::-1]
            module = self
            for step in reversed(path):
                if not hasattr(module, step):
                    module.add_module(step, torch.nn.Module())
                module = getattr(module, step)
            module.register_parameter(at, torch.nn.Parameter(tensor))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.input_resolution


def as_torchscript(tensors: dict, path) -> None:
    torch.jit.save(torch.jit.trace(Holder(tensors), torch.ones(1)), str(path))


def install(shelf, **options):
    return bundles.install(shelf, bundles.CLIP, lambda *_: None, CancelToken(), **options)


@pytest.mark.network
def test_an_offer_is_fetched_converted_and_opened(shelf, tmp_path):
    with serving() as site:
        offering(site, shelf)
        bundle = install(shelf)
    assert (bundle.name, bundle.version, bundle.kind) == (bundles.CLIP, "laion", "clip")
    assert bundle.own
    opened = open_bundle(bundle.folder, shelf.fetched)
    assert opened.image_encoder.encode(noise()).vector.shape == (32,)
    card = (bundle.folder / "MODEL_CARD.md").read_text()
    assert site.url("laion") in card
    assert "MIT" in card


@pytest.mark.network
def test_a_fetched_file_with_another_hash_than_the_pinned_one_is_refused(shelf, tmp_path):
    with serving() as site:
        offering(site, shelf)
        save_file(published(seed=1), tmp_path / "other")
        site.files["laion"] = (tmp_path / "other").read_bytes()
        with pytest.raises(DownloadProblem, match="another file than the expected"):
            install(shelf)
    assert bundles.installed(shelf) == []


@pytest.mark.network
def test_without_a_pinned_hash_the_first_file_that_came_decides(shelf, tmp_path):
    with serving() as site:
        offering(site, shelf, pinned=False)
        bundles.remove(shelf, install(shelf).name)
        install(shelf)
        save_file(published(seed=1), tmp_path / "other")
        site.files["laion"] = (tmp_path / "other").read_bytes()
        with pytest.raises(DownloadProblem, match="another file than the expected"):
            install(shelf)


@pytest.mark.network
def test_a_hash_that_the_person_gives_is_insisted_on(shelf, tmp_path):
    with serving() as site:
        data = offering(site, shelf, pinned=False)["laion"]
        with pytest.raises(DownloadProblem, match="another file than the expected"):
            install(shelf, sha256="0" * 64)
        install(shelf, sha256=hashlib.sha256(data).hexdigest())


@pytest.mark.network
def test_a_hash_that_contradicts_the_pinned_one_is_refused(shelf, tmp_path):
    with serving() as site:
        offering(site, shelf)
        with pytest.raises(BundleProblem, match="not the pinned one of laion"):
            install(shelf, sha256="0" * 64)


@pytest.mark.network
def test_a_hash_that_cannot_be_kept_is_said_and_costs_no_second_fetching(shelf, monkeypatch):
    def full(path, text):
        raise OSError(28, "No space left on device")

    with serving() as site:
        offering(site, shelf, pinned=False)
        with monkeypatch.context() as patch:
            patch.setattr("ekphrasis_app.models.offers.write_safely", full)
            with pytest.raises(BundleProblem, match=r"written .*: No space left on device"):
                install(shelf)
        assert install(shelf).name == bundles.CLIP
        assert site.times("laion") == 1
        assert site.url("laion") in (shelf.kept / "first-seen.json").read_text()


@pytest.mark.network
@pytest.mark.parametrize("text", ["{", "[1]", "7"])
def test_kept_hashes_that_cannot_be_read_are_not_passed_over(shelf, text):
    shelf.kept.mkdir()
    (shelf.kept / "first-seen.json").write_text(text)
    with serving() as site:
        offering(site, shelf, pinned=False)
        with pytest.raises(BundleProblem, match=r"first-seen\.json cannot be read"):
            install(shelf)
        assert site.asked == []


@pytest.mark.network
def test_without_a_server_nothing_is_left_but_a_sentence(shelf, tmp_path):
    with serving() as site:
        offering(site, shelf)
    with pytest.raises(DownloadProblem, match="Check the network and try again"):
        install(shelf)
    assert bundles.installed(shelf) == []


@pytest.mark.network
def test_what_came_before_it_was_given_up_is_not_fetched_again(shelf, tmp_path):
    with serving() as site:
        data = offering(site, shelf, pinned=False)["laion"]
        offer = bundles.read_offers(shelf.offers).weights["laion"]
        cancel = CancelToken()

        def progress(done, total):
            if done == total:
                cancel.cancel()

        with pytest.raises(Cancelled):
            bundles.install(shelf, bundles.CLIP, progress, cancel)
        assert arrived(offer, shelf.kept) == len(data)
        install(shelf)
        assert site.times("laion") == 1
    assert arrived(offer, shelf.kept) == 0
    assert bundles.installed(shelf)[0].name == bundles.CLIP


def test_a_source_that_is_not_offered_is_named(shelf, project):
    shutil.copyfile(project / "weights" / "bundles.toml", shelf.program / "bundles.toml")
    with pytest.raises(BundleProblem, match=r"no source google .* one of openai, laion"):
        install(shelf, source="google")


def test_every_offer_tells_whose_it_is_from_whom_and_how_large(project):
    offers = bundles.read_offers(project / "weights" / "bundles.toml")
    for offer in (offers.vocabulary, *offers.weights.values()):
        assert offer.publisher in ("OpenAI", "LAION")
        assert offer.megabytes >= 1
        assert "." in offer.host


def test_openais_pinned_hash_is_the_one_in_its_address(project):
    offer = bundles.read_offers(project / "weights" / "bundles.toml").weights["openai"]
    assert offer.url.split("/")[-2] == offer.sha256


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        (bundles.CLIP, "ekphrasis bundle install clip-vit-b-32"),
        (bundles.CE_CLIP, "train it with"),
        ("other", "ekphrasis bundle list"),
    ],
)
def test_a_bundle_that_is_not_there_says_how_to_get_it(shelf, name, advice):
    for ask in (bundles.verify, bundles.use, bundles.remove):
        with pytest.raises(BundleProblem, match=f"no bundle called {name}.*{advice}"):
            ask(shelf, name)


def test_ce_clip_cannot_be_fetched_because_nobody_published_it(shelf, project):
    shutil.copyfile(project / "weights" / "bundles.toml", shelf.program / "bundles.toml")
    with pytest.raises(BundleProblem, match="Nobody has published trained weights"):
        bundles.install(shelf, bundles.CE_CLIP, lambda *_: None, CancelToken())


def weights_folder(tmp_path, name="open_clip_model.safetensors", config='{"quick_gelu": true}'):
    folder = tmp_path / "downloads"
    folder.mkdir(exist_ok=True)
    if name.endswith("safetensors"):
        save_file(published(), folder / name)
    (folder / "merges.txt").write_text(LINES)
    if config:
        (folder / "open_clip_config.json").write_text(config)
    return folder


@pytest.mark.parametrize(
    ("config", "source"), [('{"quick_gelu": true}', "openai"), ("{}", "laion")]
)
def test_a_folder_is_imported_and_tells_whose_weights_it_holds(shelf, tmp_path, config, source):
    bundle = import_bundle(shelf, weights_folder(tmp_path, config=config))
    assert (bundle.name, bundle.version) == (bundles.CLIP, source)


def test_weights_that_do_not_tell_whose_they_are_need_to_be_told(shelf, tmp_path):
    folder = weights_folder(tmp_path, config="")
    file = folder / "open_clip_model.safetensors"
    with pytest.raises(InputProblem, match="Say openai or laion"):
        import_bundle(shelf, file)
    assert import_bundle(shelf, file, source="laion").version == "laion"


def test_it_is_known_beforehand_whether_to_ask_whose_weights_they_are(shelf, tmp_path):
    folder = weights_folder(tmp_path)
    assert not needs_source(folder)
    (folder / "open_clip_config.json").unlink()
    assert needs_source(folder)
    assert needs_source(folder / "open_clip_model.safetensors")
    small_bundle(tmp_path / "made")
    assert not needs_source(tmp_path / "made")
    assert not needs_source(tmp_path / "nowhere")


def test_what_may_be_a_model_is_told_from_outside(tmp_path):
    folder = weights_folder(tmp_path)
    assert may_be_model(folder)
    assert may_be_model(folder / "open_clip_model.safetensors")
    assert not may_be_model(folder / "merges.txt")
    assert not may_be_model(tmp_path)
    small_bundle(tmp_path / "made")
    assert may_be_model(tmp_path / "made")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::torch.jit.TracerWarning")
def test_every_layout_of_the_same_weights_gives_the_same_embeddings(shelf, tmp_path):
    weights = published(dtype=torch.float16)
    folder = weights_folder(tmp_path, name="nothing")
    save_file(weights, folder / "open_clip.safetensors")
    as_torchscript(weights, folder / "ViT-B-32.pt")
    torch.save({"state_dict": {f"module.{n}": t for n, t in weights.items()}}, folder / "a.bin")
    seen = set()
    for number, name in enumerate(("open_clip.safetensors", "ViT-B-32.pt", "a.bin")):
        bundle = import_bundle(shelf, folder / name, f"b{number}", "openai")
        opened = open_bundle(bundle.folder, shelf.fetched)
        seen.add(opened.image_encoder.encode(noise()).vector.tobytes())
    assert len(seen) == 1


class Evil:
    def __reduce__(self):
        import os

        return os.system, ("touch pickle-was-run",)


@pytest.mark.filterwarnings("ignore:Detected pickle protocol:UserWarning")
@pytest.mark.parametrize("dressed", [False, True])
def test_a_pickle_that_holds_code_is_refused_and_never_run(
    shelf, tmp_path, monkeypatch, dressed
):
    monkeypatch.chdir(tmp_path)
    folder = weights_folder(tmp_path, name="nothing")
    if dressed:
        import zipfile

        with zipfile.ZipFile(folder / "ViT-B-32.pt", "w") as archive:
            archive.writestr("a/data.pkl", pickle.dumps(Evil(), protocol=2))
            archive.writestr("a/constants.pkl", b"")
    else:
        (folder / "ViT-B-32.pt").write_bytes(pickle.dumps({"w": Evil()}))
    with pytest.raises(BundleProblem, match=r"was refused.*Nothing in it was run"):
        import_bundle(shelf, folder, source="openai")
    assert not (tmp_path / "pickle-was-run").exists()


def test_a_torchscript_module_class_cannot_be_made_to_run_anything(tmp_path):
    import zipfile

    from ekphrasis_app.models.ce_clip.archive import read_torchscript

    called = b"\x80\x02c__torch__\nX\nX\x01\x00\x00\x00a\x85R."
    with zipfile.ZipFile(tmp_path / "a.pt", "w") as archive:
        archive.writestr("a/data.pkl", called)
    with pytest.raises(BundleProblem, match="was refused"):
        read_torchscript(tmp_path / "a.pt")


def test_weights_of_something_else_are_refused(shelf, tmp_path):
    folder = weights_folder(tmp_path)
    save_file({"w": torch.zeros(2)}, folder / "open_clip_model.safetensors")
    with pytest.raises(BundleProblem, match="not the weights of a CLIP model"):
        import_bundle(shelf, folder)


def test_a_vocabulary_of_another_size_is_refused(shelf, tmp_path):
    folder = weights_folder(tmp_path)
    (folder / "merges.txt").write_text("#version\nt h\n")
    with pytest.raises(BundleProblem, match="does not belong to these weights"):
        import_bundle(shelf, folder)


def test_a_folder_without_weights_or_vocabulary_says_what_it_should_hold(shelf, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(
        InputProblem, match=r"no file of weights .* open_clip_model.safetensors"
    ):
        import_bundle(shelf, tmp_path / "empty")
    folder = weights_folder(tmp_path)
    (folder / "merges.txt").unlink()
    with pytest.raises(InputProblem, match=r"no vocabulary of CLIP .* merges.txt"):
        import_bundle(shelf, folder)
    with pytest.raises(BundleProblem, match="no file or folder"):
        import_bundle(shelf, tmp_path / "nowhere")


def test_a_whole_bundle_is_imported_with_nothing_but_what_it_names(shelf, tmp_path):
    small_bundle(tmp_path / "made", small_cross(), name=bundles.CE_CLIP)
    (tmp_path / "made" / "extra.py").write_text("print('never asked for')")
    bundle = import_bundle(shelf, tmp_path / "made")
    assert (bundle.name, bundle.kind) == (bundles.CE_CLIP, "ce-clip")
    assert not (bundle.folder / "extra.py").exists()
    assert bundles.use(shelf, bundles.CE_CLIP) == bundle
    assert [path.name for path in shelf.own.iterdir()] == [bundles.CE_CLIP]


def test_a_bundle_goes_by_the_name_that_it_was_given_inside_and_outside(shelf, tmp_path):
    small_bundle(tmp_path / "made")
    bundle = import_bundle(shelf, tmp_path / "made", 'my "own"')
    assert bundle.name == bundle.folder.name == 'my "own"'
    assert open_bundle(bundle.folder, shelf.fetched).name == 'my "own"'
    assert bundles.verify(shelf, 'my "own"') == bundle


def test_a_manifest_whose_name_cannot_be_changed_is_refused(shelf, tmp_path):
    small_bundle(tmp_path / "made")
    manifest = tmp_path / "made" / "bundle.toml"
    manifest.write_text(manifest.read_text().replace("name =", '"name" =', 1))
    with pytest.raises(BundleProblem, match="cannot be read"):
        import_bundle(shelf, tmp_path / "made", "other")
    assert list(shelf.own.iterdir()) == []


def test_a_bundle_can_be_put_beside_one_of_the_same_name(shelf, tmp_path):
    small_bundle(shelf.program / "starter")
    small_bundle(tmp_path / "made", name="starter")
    names = [import_bundle(shelf, tmp_path / "made", beside=True).name for _ in range(2)]
    assert names == ["starter-2", "starter-3"]
    assert open_bundle(shelf.own / "starter-3", shelf.fetched).name == "starter-3"


def test_an_import_that_is_given_up_leaves_nothing(shelf, tmp_path):
    small_bundle(tmp_path / "made")
    cancel = CancelToken()
    cancel.cancel()
    for path in (tmp_path / "made", weights_folder(tmp_path)):
        with pytest.raises(Cancelled):
            import_bundle(shelf, path, cancel=cancel)
    assert list(shelf.own.iterdir()) == []


def test_an_import_that_was_given_up_leaves_the_next_one_alone(shelf, tmp_path, monkeypatch):
    small_bundle(tmp_path / "made", name="small")
    copy, cancel = shutil.copyfile, CancelToken()
    copying, given_up = threading.Event(), threading.Event()

    def first():
        with pytest.raises(Cancelled):
            import_bundle(shelf, tmp_path / "made", cancel=cancel)

    earlier = threading.Thread(target=first)

    def slowly(source, target):
        if threading.current_thread() is earlier:
            copying.set()
            given_up.wait()
        else:
            cancel.cancel()
            given_up.set()
            earlier.join()
        copy(source, target)

    monkeypatch.setattr(shutil, "copyfile", slowly)
    earlier.start()
    copying.wait()
    assert import_bundle(shelf, tmp_path / "made").name == "small"
    assert [path.name for path in shelf.own.iterdir()] == ["small"]


def test_an_odd_archive_is_refused_and_before_that_asked_about(shelf, tmp_path):
    odd = tmp_path / "odd.pt"
    with zipfile.ZipFile(odd, "w") as archive:
        archive.writestr("é/constants.pkl", "")
    # A name that says it is UTF-8 and is not.
    odd.write_bytes(odd.read_bytes().replace("é".encode(), b"\xff\xfe"))
    (tmp_path / "merges.txt").write_text(LINES)
    assert needs_source(odd)
    with pytest.raises(BundleProblem, match=r"odd\.pt was refused"):
        import_bundle(shelf, odd, source="openai")


def test_a_damaged_bundle_is_not_imported(shelf, tmp_path):
    small_bundle(tmp_path / "made")
    with (tmp_path / "made" / "clip.safetensors").open("ab") as file:
        file.write(b"x")
    with pytest.raises(BundleProblem, match="damaged or was altered"):
        import_bundle(shelf, tmp_path / "made")
    assert list(shelf.own.iterdir()) == []


def test_verify_and_use_notice_damage_after_installing(shelf):
    small_bundle(shelf.own / "small")
    assert bundles.verify(shelf, "small").name == "small"
    (shelf.own / "small" / "tokenizer.json").write_text("{}")
    for ask in (bundles.verify, bundles.use):
        with pytest.raises(BundleProblem, match=r"tokenizer\.json is damaged"):
            ask(shelf, "small")


def test_the_list_shows_own_and_program_bundles_and_what_is_wrong_with_them(shelf):
    small_bundle(shelf.program / "starter")
    small_bundle(shelf.own / "mine")
    (shelf.own / "broken").mkdir()
    (shelf.own / "broken" / "bundle.toml").write_text("format = 99")
    listed = {bundle.name: bundle for bundle in bundles.installed(shelf)}
    assert list(listed) == ["broken", "mine", "starter"]
    assert "has format 99" in str(listed["broken"].trouble)
    assert listed["mine"].own
    assert not listed["starter"].own
    assert listed["mine"].size > 100_000


def test_a_model_that_goes_while_the_list_is_made_does_not_spoil_it(shelf, monkeypatch):
    small_bundle(shelf.own / "mine")

    def gone(self, pattern):
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(Path, "rglob", gone)
    assert [bundle.name for bundle in bundles.installed(shelf)] == ["mine"]


def test_only_a_persons_own_bundle_is_removed(shelf):
    small_bundle(shelf.program / "starter")
    small_bundle(shelf.own / "mine")
    bundles.remove(shelf, "mine")
    assert [bundle.name for bundle in bundles.installed(shelf)] == ["starter"]
    with pytest.raises(BundleProblem, match="belongs to the program"):
        bundles.remove(shelf, "starter")


def test_files_that_cannot_be_deleted_are_said_and_the_bundle_stays(shelf, monkeypatch):
    small_bundle(shelf.own / "mine")

    def in_use(self, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", in_use)
    with pytest.raises(BundleProblem, match=r"mine could not be deleted: Permission denied"):
        bundles.remove(shelf, "mine")
    assert bundles.verify(shelf, "mine").name == "mine"
    assert [path.name for path in shelf.own.iterdir()] == ["mine"]


def test_a_bundle_that_is_still_being_made_is_not_listed(shelf):
    small_bundle(shelf.own / ".mine-importing")
    assert bundles.installed(shelf) == []


@pytest.mark.parametrize("cross", [None, small_cross()], ids=["clip", "ce-clip"])
def test_the_fingerprint_is_known_without_opening_the_bundle(shelf, cross):
    opened = small_bundle(shelf.own / "mine", cross)
    small_bundle(shelf.own / "twin", cross)
    assert bundles.fingerprints(shelf) == {opened.fingerprint}
    (shelf.own / "twin" / "bundle.toml").write_text("format = 99")
    assert bundles.fingerprints(shelf) == {opened.fingerprint}


@pytest.mark.parametrize("name", ["../up", "a/b", ".hidden", "a\0b", "a\nb", "ä" * 101, ""])
def test_names_that_would_leave_the_folder_or_name_none_are_refused(shelf, tmp_path, name):
    with pytest.raises(BundleProblem, match="There is no bundle called"):
        bundles.remove(shelf, name)
    if name:
        with pytest.raises(BundleProblem, match="cannot be called"):
            import_bundle(shelf, weights_folder(tmp_path), name)


def test_a_program_bundle_is_not_hidden_by_an_imported_one(shelf, tmp_path):
    small_bundle(shelf.program / "starter")
    with pytest.raises(BundleProblem, match="The program has a bundle called starter"):
        import_bundle(shelf, weights_folder(tmp_path), "starter")
