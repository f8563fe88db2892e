"""The product beside what a user would pick instead: the same texts, the same encoder, one run. `python -m benchmarks.peers` runs it.

    python -m benchmarks.peers.environments FOLDER          # an environment for each library, of the pins in benchmarks/peers.txt
    python -m benchmarks.peers --data DATA --environments FOLDER --work FOLDER

A library makes its index in a process of its own, by its own interpreter, and is asked in another (`child`). Processes of
different libraries take turns, round by round, so that what else the machine does meets all alike. A process that is done is
kept in `--work`: a run that was stopped goes on where it stopped, and what is measured with other code, versions or encoder is
measured again. Only after that is anything judged (`judging`), so that nothing of the judge is in any process that is timed.

Each library is used as its own quick start uses it; `defaults` says how. Those that leave out the prompts which E5 was trained
with have a second row with them. Nothing is tuned for any of them. The parts (`parts`):

- `xquad zh`: Chinese paragraphs, each a text of its own, asked in twelve languages;
- `seeds, files`, `seeds, cleaned`: the five documents as they are and as the product cleans them, cut as each library does;
- `seeds, passages`: the same, all given the passages that the product cuts;
- `news`: parallel news in five languages, a library for each, asked in all five; the passages that the product cuts;
- `100000`: so many passages of public paragraphs with unit vectors at random in the place of an encoder, for what it costs alone.
"""
