"""Articles of the Gazette that are corrected or withdrawn after they were published."""


async def page_of(driver, link):
    async with driver.session.get(link) as response:
        return response.status, await response.text()


async def first_link(driver):
    return (await driver.look("state"))["gazette"][0]


async def test_an_article_is_corrected_with_a_notice_and_put_back(driver):
    link = await first_link(driver)
    article = driver.server.gazette.articles[0]
    word = article.paragraphs[0].split()[0]
    before = await page_of(driver, link)

    await driver.press("article", link=link, before=word, now="QUISTGAARD", notice=True)

    _, text = await page_of(driver, link)
    assert "QUISTGAARD" in text
    assert "<p>Correction: An earlier version" in text

    await driver.press("article", link=link, undo=True)
    assert await page_of(driver, link) == before


async def test_an_article_is_withdrawn_or_gone(driver):
    link = await first_link(driver)

    await driver.press("article", link=link, withdrawn="This article has been retracted.")
    status, text = await page_of(driver, link)
    assert (status, "This article has been retracted." in text) == (200, True)
    assert driver.server.gazette.articles[0].paragraphs[1] not in text

    await driver.press("article", link=link, status=410)
    assert (await page_of(driver, link))[0] == 410


async def test_what_cannot_be_changed_is_refused(driver):
    link = await first_link(driver)

    for body in ({"link": "nowhere"}, {"link": link, "before": "no such words"}, {"link": link, "status": 500}):
        assert "error" in await driver.press("article", **body)
