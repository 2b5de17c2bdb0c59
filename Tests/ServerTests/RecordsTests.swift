import Testing

extension ServerTests {
    /// The checker of the kill test is itself checked: each planted bug must be found, and nothing
    /// else with it.
    @Suite struct RecordsTests {
        /// Two matters of two clients, a retry each, and an act of the server.
        static let clean: Records = {
            func asked(
                _ person: String, _ key: String, _ position: Int, _ matter: String,
                _ version: Int, replays: Int = 0, document: String? = nil
            ) -> Asked {
                let answer = Answer(
                    matter: matter, version: version, position: position, document: document)
                return Asked(
                    person: person, key: key, sendings: replays + 1,
                    replies: [Reply(answer: answer, replayed: false)]
                        + Array(repeating: Reply(answer: answer, replayed: true), count: replays))
            }
            let entries = [
                Entry(position: 1, matter: "S1", version: 1, person: "a", key: "a1"),
                Entry(position: 2, matter: "S2", version: 1, person: "b", key: "b1"),
                Entry(position: 3, matter: "S1", version: 2, person: "a", key: "a2"),
                Entry(position: 4, matter: "S1", version: 2, person: "", key: ""),
                Entry(position: 5, matter: "S2", version: 2, person: "b", key: "b2"),
                Entry(position: 6, matter: "S1", version: 3, person: "a", key: "a3"),
            ]
            return Records(
                clients: [
                    [
                        asked("a", "a1", 1, "S1", 1), asked("a", "a2", 3, "S1", 2, replays: 2),
                        asked("a", "a3", 6, "S1", 3, document: "甲〔2026〕2号"),
                    ],
                    [
                        asked("b", "b1", 2, "S2", 1, replays: 1),
                        asked("b", "b2", 5, "S2", 2, document: "甲〔2026〕1号"),
                    ],
                ],
                entries: entries, histories: entries,
                documents: [
                    IssuedDocument(issuer: "o", kind: "opinion", number: "甲〔2026〕2号"),
                    IssuedDocument(issuer: "o", kind: "opinion", number: "甲〔2026〕1号"),
                ],
                pushes: entries.map {
                    Push(position: $0.position, matter: $0.matter, version: $0.version)
                })
        }()

        static func found(_ plant: (inout Records) -> Void) -> [Violation] {
            var records = clean
            plant(&records)
            return records.violations
        }

        @Test func cleanRecordsAreClean() {
            #expect(Self.clean.violations.isEmpty)
        }

        @Test func missingAcknowledgedEntry() {
            // The last one, so that nothing but the acknowledgement speaks for it.
            let found = Self.found {
                $0.entries.removeLast()
                $0.histories.removeLast()
                $0.pushes.removeLast()
            }
            #expect(found == [.missingEntry(key: "a3")])
        }

        @Test func entryThatMoved() {
            let found = Self.found { $0.clients[0][1].replies[0].answer.position = 4 }
            #expect(found.contains(.changedEntry(key: "a2")))
        }

        @Test func duplicateEntry() {
            let found = Self.found {
                let again = Entry(position: 7, matter: "S1", version: 4, person: "a", key: "a3")
                $0.entries.append(again)
                $0.histories.append(again)
                $0.pushes.append(Push(position: 7, matter: "S1", version: 4))
            }
            #expect(found.contains(.duplicateEntry(key: "a3")))
        }

        @Test func sameKeyOfAnotherPersonIsNoDuplicate() {
            let found = Self.found {
                $0.entries[4].key = "a1"
                $0.clients[1][1].key = "a1"
            }
            #expect(found.isEmpty)
        }

        @Test func entryThatNobodyAskedFor() {
            let found = Self.found { $0.clients[1].removeLast() }
            #expect(found == [.unaskedEntry(position: 5)])
        }

        @Test func versionGap() {
            let found = Self.found {
                $0.entries[5].version = 4
                $0.histories[5].version = 4
                $0.pushes[5].version = 4
                $0.clients[0][2].replies[0].answer.version = 4
            }
            #expect(found == [.versionGap(matter: "S1", after: 2)])
        }

        @Test func positionGap() {
            let found = Self.found {
                $0.entries[5].position = 7
                $0.histories[5].position = 7
                $0.clients[0][2].replies[0].answer.position = 7
            }
            #expect(found.contains(.positionGap(after: 5)))
        }

        @Test func changedReplay() {
            let found = Self.found { $0.clients[0][1].replies[2].answer.version = 3 }
            #expect(found == [.changedReplay(key: "a2")])
        }

        @Test func replayWithAnotherNumber() {
            let found = Self.found {
                var second = $0.clients[1][1].replies[0]
                second.replayed = true
                second.answer.document = "甲〔2026〕3号"
                $0.clients[1][1].replies.append(second)
            }
            #expect(found == [.changedReplay(key: "b2")])
        }

        @Test func acceptedTwice() {
            let found = Self.found { $0.clients[0][1].replies[1].replayed = false }
            #expect(found == [.acceptedTwice(key: "a2")])
        }

        @Test func commandWithoutAnswer() {
            let found = Self.found { $0.clients[1][1].replies = [] }
            #expect(found == [.unanswered(key: "b2")])
        }

        @Test func unexpectedRefusal() {
            let found = Self.found { $0.clients[1][1].refusal = "VERSION_CONFLICT" }
            #expect(found == [.refused(key: "b2", "VERSION_CONFLICT")])
        }

        @Test func historyThatDiffers() {
            let found = Self.found { $0.histories.remove(at: 2) }
            #expect(found == [.differentHistory(position: 3)])
        }

        @Test func numberGap() {
            let found = Self.found {
                $0.documents[0].number = "甲〔2026〕3号"
                $0.clients[0][2].replies[0].answer.document = "甲〔2026〕3号"
            }
            #expect(found == [.numberGap(issuer: "o", kind: "opinion")])
        }

        @Test func numberUsedTwice() {
            let found = Self.found { $0.documents[0].number = "甲〔2026〕1号" }
            #expect(found.contains(.numberGap(issuer: "o", kind: "opinion")))
            #expect(found.contains(.unknownNumber("甲〔2026〕2号")))
        }

        @Test func watchHole() {
            #expect(Self.found { $0.pushes.remove(at: 2) } == [.watchHole(after: 2)])
        }

        @Test func watchThatRepeats() {
            let found = Self.found { $0.pushes.insert($0.pushes[2], at: 3) }
            #expect(found == [.watchHole(after: 3)])
        }

        @Test func watchOutOfOrder() {
            #expect(Self.found { $0.pushes.swapAt(1, 2) }.contains(.watchHole(after: 1)))
        }

        @Test func watchThatStopsEarly() {
            #expect(Self.found { $0.pushes.removeLast() } == [.watchHole(after: 5)])
        }

        @Test func pushOfAnotherMatter() {
            #expect(Self.found { $0.pushes[2].matter = "S2" } == [.wrongPush(position: 3)])
        }
    }
}
